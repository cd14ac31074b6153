import { setMaxListeners } from 'node:events';
import { atLeast } from './checks.ts';
import { untilAborted } from './until-aborted.ts';

export interface MapConcurrentOptions {
  /** Items in work at once. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Maps items in order with at most `concurrency` of them in work, finished ones that wait to be read included:
 * a slow reader slows the source. The first failure, of the source or of the mapping, ends the sequence.
 * `map` gets a signal that aborts when the sequence ends early, so nothing goes on behind the reader's back.
 */
export async function* mapConcurrent<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  map: (item: T, signal: AbortSignal) => Promise<R>,
  options: MapConcurrentOptions,
): AsyncGenerator<R, void, void> {
  const { signal } = options;
  const concurrency = atLeast(1, 'concurrency', options.concurrency);
  signal?.throwIfAborted();
  const ended = new AbortController();
  const inner = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  setMaxListeners(0, inner); // one for each item in work is no leak
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const inWork: Promise<R>[] = [];
  let coming: Promise<IteratorResult<T>> | undefined;
  let sourceDone = false;
  try {
    for (;;) {
      if (!sourceDone && inWork.length < concurrency) coming ??= silenced(Promise.resolve(source.next()));
      const first = inWork[0];
      if (first === undefined && coming === undefined) return;
      if (coming !== undefined && (first === undefined || (await settlesFirst(coming, first, inner)))) {
        const next = await untilAborted(coming, inner);
        coming = undefined;
        if (next.done) sourceDone = true;
        else inWork.push(silenced(map(next.value, inner)));
      } else if (first !== undefined) {
        void inWork.shift();
        yield await untilAborted(first, inner);
      }
    }
  } finally {
    ended.abort(new Error('The sequence has ended'));
    await Promise.allSettled(inWork);
    if (!sourceDone) await source.return?.();
  }
}

/** A rejection is heard when the promise's turn comes, and must not count as unhandled before. */
function silenced<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

const settlesFirst = (
  one: Promise<unknown>,
  other: Promise<unknown>,
  signal?: AbortSignal,
): Promise<boolean> =>
  untilAborted(
    Promise.race([
      one.then(
        () => true,
        () => true,
      ),
      other.then(
        () => false,
        () => false,
      ),
    ]),
    signal,
  );
