import { sleep } from '../shared/async/sleep.ts';
import { untilAborted } from '../shared/async/until-aborted.ts';
import { ImageSearchError } from '../shared/errors/image-search-error.ts';

/** How long the server of a queue may be away, in ms, where nobody says otherwise. */
export const QUEUE_PATIENCE_MS = 600_000;

/** The same at the first contact, where the address or the password is wrong as a rule. */
export const FIRST_CONTACT_MS = 20_000;

export interface QueueCallOptions {
  /** What messages call the server. */
  readonly name: string;
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The answer of a call to the server of a queue. While the server is away, drivers hold calls back or let them fail; such a
 * call is repeated, as each is one that can be.
 *
 * @throws {ImageSearchError} `QUEUE_UNREACHABLE` when the server has not answered for `patienceMs`
 */
export async function answered<T>(call: () => Promise<T>, options: QueueCallOptions): Promise<T> {
  const { name, patienceMs, signal } = options;
  const ended = new AbortController();
  const until = performance.now() + patienceMs;
  let last: unknown;
  const over = sleep(patienceMs, ended.signal).then(
    () => unreachable(name, patienceMs, last),
    () => undefined,
  );
  const repeated = async (): Promise<{ readonly result: T }> => {
    for (let n = 0; ; n++) {
      try {
        return { result: await call() };
      } catch (error) {
        last = error;
        if (performance.now() >= until || ended.signal.aborted) throw unreachable(name, patienceMs, error);
        await sleep(Math.min(WAIT_MS * 2 ** n, LONGEST_WAIT_MS), ended.signal);
      }
    }
  };
  try {
    const first = await untilAborted(Promise.race([repeated(), over]), signal);
    if (first === undefined || first instanceof ImageSearchError) throw first;
    return first.result;
  } finally {
    ended.abort(new Error('The call is over'));
  }
}

const WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** @param cause the last failure of the call; undefined where the driver has held it back */
function unreachable(name: string, patienceMs: number, cause: unknown): ImageSearchError {
  const time = `${Math.round(patienceMs / 1_000)} s`;
  const { code = '', message = '' } = (cause ?? {}) as { readonly code?: unknown; readonly message?: string };
  const reason = message === '' ? String(code) : message; // a host of several addresses has no message
  return new ImageSearchError(
    reason === ''
      ? `Cannot reach the queue at ${name}: it has not answered for ${time}`
      : `Cannot use the queue at ${name}: each call has failed for ${time}, the last with ${reason}`,
    {
      code: 'QUEUE_UNREACHABLE',
      retryable: true,
      advice:
        ADVICE_OF[String(code)] ?? 'Check its address, that it runs, and that this machine may reach it',
      ...(cause instanceof Error && { cause: new Error(cause.message) }),
    },
  );
}

/** By the codes of PostgreSQL. */
const ADVICE_OF: Readonly<Record<string, string>> = {
  '53300': 'Allow it more connections (max_connections, or those of the user), or run fewer workers',
};

/** Resolves when the promise does, or after so long. */
export async function untilOrAfter(
  promise: Promise<unknown>,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  const time = sleep(ms, ended.signal).catch(() => {});
  try {
    await untilAborted(Promise.race([promise, time]), signal);
  } finally {
    ended.abort();
  }
}
