import { channel } from 'node:diagnostics_channel';

/** The channel of `node:diagnostics_channel` on which every call of Image Search is published, repeats included. */
export const CALL_CHANNEL = 'imagesearch-import.call';

/** The message that is published when a call has ended. It contains no parameters, no credentials and no content. */
export interface CallMessage {
  readonly operation: string;
  readonly region: string;
  readonly instance: string;
  /** The host that was called: `host` or `host:port`. */
  readonly endpoint: string;
  /** 1 for the first call; each repeat adds 1. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly ok: boolean;
  /** The code of the error; undefined when the call succeeded or was aborted. */
  readonly code: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
}

type CallFacts = Pick<CallMessage, 'operation' | 'region' | 'instance' | 'endpoint' | 'attempt'>;
type Ending = Partial<Pick<CallMessage, 'code' | 'httpStatus' | 'requestId'>>;

const calls = channel(CALL_CHANNEL);

/** Runs a call and publishes a message about it. Measures nothing while the channel has no subscriber. */
export async function publishCall<T>(
  call: CallFacts,
  run: () => Promise<T>,
  endingOf: (outcome: { readonly answer: T } | { readonly error: unknown }) => Ending,
): Promise<T> {
  if (!calls.hasSubscribers) return run();
  const startedAt = Date.now();
  const start = performance.now();
  const publish = (ok: boolean, { code, httpStatus, requestId }: Ending) => {
    const { operation, region, instance, endpoint, attempt } = call;
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
