import { channel } from 'node:diagnostics_channel';

/** The channel of `node:diagnostics_channel` that hears of every call of Image Search, repeats included. */
export const CALL_CHANNEL = 'imagesearch-import.call';

/** What is published when a call is over. No parameters, no credentials, no content are in it. */
export interface CallMessage {
  readonly operation: string;
  readonly region: string;
  readonly instance: string;
  /** Where it was sent: `host:port`. */
  readonly endpoint: string;
  /** 1, and one more for each repeat. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly ok: boolean;
  /** Of the error; undefined when there was none, or when the call was aborted. */
  readonly code: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
}

type About = Pick<CallMessage, 'operation' | 'region' | 'instance' | 'endpoint' | 'attempt'>;
type Ending = Partial<Pick<CallMessage, 'code' | 'httpStatus' | 'requestId'>>;

const calls = channel(CALL_CHANNEL);

/** Runs a call and publishes how it went, where anybody listens. */
export async function published<T>(
  about: About,
  run: () => Promise<T>,
  endingOf: (outcome: { readonly answer: T } | { readonly error: unknown }) => Ending,
): Promise<T> {
  if (!calls.hasSubscribers) return run();
  const startedAt = Date.now();
  const start = performance.now();
  const publish = (ok: boolean, { code, httpStatus, requestId }: Ending) => {
    const { operation, region, instance, endpoint, attempt } = about;
    const milliseconds = performance.now() - start;
    const message: CallMessage = {
      ...{ operation, region, instance, endpoint, attempt, startedAt, milliseconds, ok },
      ...{ code, httpStatus, requestId },
    };
    calls.publish(message);
  };
  try {
    const answer = await run();
    publish(true, endingOf({ answer }));
    return answer;
  } catch (error) {
    publish(false, endingOf({ error }));
    throw error;
  }
}
