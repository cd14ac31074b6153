import { untilAborted } from './until-aborted.ts';

/**
 * Yields the items of a source that takes no signal. When the signal aborts, it rejects with the signal's reason at once, even
 * while the source is silent, and closes the source as soon as that is possible.
 */
export async function* abortable<T>(
  items: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let state = 'idle' as 'idle' | 'inside next()' | 'finished';
  const step = async () => {
    state = 'inside next()';
    try {
      const next = await source.next();
      state = next.done ? 'finished' : 'idle';
      return next;
    } catch (error) {
      state = 'finished';
      throw error;
    }
  };
  const close = async () => {
    if (state !== 'finished') await source.return?.();
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
    if (state === 'inside next()')
      closed.catch(() => {}); // The source is inside next(); return() takes effect only after that settles, so an abort must not wait.
    else await closed;
  }
}
