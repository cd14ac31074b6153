import { channel } from 'node:diagnostics_channel';

/** The channel of `node:diagnostics_channel` on which every call of Image Search is published, repeats included. */
export const CALL_CHANNEL = 'imagesearch-import.call';

/** The message that is published when a call has ended. It contains no parameters, no credentials and no content. */
export interface CallMessage {
  /** The call's name, such as IncreaseInstance. */
  readonly operation: string;
  /** The region of the instance. */
  readonly region: string;
  /** The name of the instance. */
  readonly instance: string;
  /** The host that was called: `host` or `host:port`. */
  readonly endpoint: string;
  /** 1 for the first call; each repeat adds 1. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** From the request to the end of its answer. */
  readonly milliseconds: number;
  /** Whether the answer was a success. */
  readonly ok: boolean;
  /** The code of the error; undefined when the call succeeded or was aborted. */
  readonly code: string | undefined;
  /** Undefined when no answer came. */
  readonly httpStatus: number | undefined;
  /** What Alibaba's support asks for; undefined when no answer came. */
  readonly requestId: string | undefined;
}

export const CALLS = channel(CALL_CHANNEL);
