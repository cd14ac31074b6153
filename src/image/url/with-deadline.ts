import { untilAborted } from '../../shared/until-aborted.ts';

/**
 * Limits work to `timeoutMs`. Its signal aborts with the reason of `signal`, or with `late()` when the time is up; the
 * returned promise then rejects at once with the same reason. No timer and no listener is left afterwards.
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
