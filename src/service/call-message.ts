import { channel } from 'node:diagnostics_channel';

/** The channel of `node:diagnostics_channel` on which every call of Image Search is published, repeats included. */
export const CALL_CHANNEL = 'imagesearch-import.call';

/** What is published when a call is over. It holds no parameters, no credentials and no content. */
export interface CallMessage {
  readonly operation: string;
  readonly region: string;
  readonly instance: string;
  /** Where the call was sent: `host:port`. */
  readonly endpoint: string;
  /** 1 for the first try, and one more for each repeat. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly ok: boolean;
  /** Code of the error; undefined when the call succeeded or was aborted. */
  readonly code: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
}

type CallIdentity = Pick<CallMessage, 'operation' | 'region' | 'instance' | 'endpoint' | 'attempt'>;
type CallResult = Partial<Pick<CallMessage, 'code' | 'httpStatus' | 'requestId'>>;

const calls = channel(CALL_CHANNEL);

/** Runs a call and publishes its result, if the channel has subscribers. */
export async function publishCall<T>(
  call: CallIdentity,
  run: () => Promise<T>,
  resultOf: (outcome: { readonly answer: T } | { readonly error: unknown }) => CallResult,
): Promise<T> {
  if (!calls.hasSubscribers) return run();
  const startedAt = Date.now();
  const start = performance.now();
  const publish = (ok: boolean, { code, httpStatus, requestId }: CallResult) => {
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
    publish(true, resultOf({ answer }));
    return answer;
  } catch (error) {
    publish(false, resultOf({ error }));
    throw error;
  }
}
