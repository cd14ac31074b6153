import { setMaxListeners } from 'node:events';

/**
 * Maps items one after the other, in order. While the reader works with one result, the next one is made, and no further.
 * `map` gets a signal that aborts when the sequence ends early.
 */
export async function* mapOneAhead<T, R>(
  items: Iterable<T>,
  map: (item: T, signal: AbortSignal) => Promise<R>,
  { signal }: { readonly signal?: AbortSignal | undefined },
): AsyncGenerator<R, void, void> {
  const ended = new AbortController();
  const inner = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  setMaxListeners(0, inner); // one listener for each image in work is not a leak
  const source = items[Symbol.iterator]();
  const begin = () => {
    const next = source.next();
    const result = next.done ? undefined : map(next.value, inner);
    result?.catch(() => {}); // a rejection is thrown when its turn comes
    return result;
  };
  let next = begin();
  try {
    while (next !== undefined) {
      const result = await next;
      next = begin();
      yield result;
    }
  } finally {
    ended.abort(new Error('The sequence has ended'));
    await next?.catch(() => {}); // no work continues without a reader
  }
}
