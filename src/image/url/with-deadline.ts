import { untilAborted } from '../../shared/until-aborted.ts';

/**
 * Does work that may take `timeoutMs`. Its signal aborts with `signal`, or with `late()` when time is up, and so
 * does what is returned, at once; afterwards no timer and no listener is left.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  late: () => Error,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const inner = new AbortController();
  const stop = () => inner.abort(signal?.reason);
  const timer = setTimeout(() => inner.abort(late()), timeoutMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await untilAborted(work(inner.signal), inner.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
