import { untilAborted } from './until-aborted.ts';

/**
 * Adds an abort signal to a source: passes on its items, and rejects with the signal's reason as soon as the signal aborts,
 * even while the source yields nothing. Closes the source as soon as that is possible.
 */
export async function* abortable<T>(
  items: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let state = 'idle' as 'idle' | 'inNext' | 'finished';
  const step = async () => {
    state = 'inNext';
    try {
      const next = await source.next();
      state = next.done ? 'finished' : 'idle';
      return next;
    } catch (error) {
      state = 'finished'; // by the contract of iterators: return() must not be called after next() has rejected
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
    // The source is inside next(); return() takes effect only after that settles, so an abort must not wait for it.
    if (state === 'inNext') closed.catch(() => {});
    else await closed;
  }
}
