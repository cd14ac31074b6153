import { untilAborted } from './until-aborted.ts';

/**
 * Hands on the items of a source that knows nothing of signals: rejects with the signal's reason at once when it
 * aborts, even while the source is silent, and closes the source as soon as it can be closed.
 */
export async function* abortable<T>(
  items: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let state = 'idle' as 'idle' | 'asked' | 'over';
  const step = async () => {
    state = 'asked';
    try {
      const next = await source.next();
      state = next.done ? 'over' : 'idle';
      return next;
    } catch (error) {
      state = 'over';
      throw error;
    }
  };
  const close = async () => {
    if (state !== 'over') await source.return?.();
  };
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await untilAborted(step(), signal);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    const closed = close();
    if (state === 'asked')
      closed.catch(() => {}); // it closes after the step it is in: no abort waits for that
    else await closed;
  }
}
