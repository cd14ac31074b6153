import { setMaxListeners } from 'node:events';
import { atLeast } from './checks.ts';

export interface MapConcurrentOptions {
  /** How many items are mapped at once. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Maps items in order, at most `concurrency` of them at once. Results that wait to be read count, so that a slow reader slows
 * the source. The first failure, of the source or of `map`, ends the sequence. `map` gets a signal that aborts when the
 * sequence ends early, so that no work continues after it.
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
  setMaxListeners(0, inner); // each item in work adds a listener, which is no leak
  let wake = () => {};
  const somethingHappens = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const begin = <W>(promise: Promise<W>) => new Work(promise, () => wake());
  signal?.addEventListener('abort', () => wake(), { signal: ended.signal });

  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const inWork: Work<R>[] = [];
  let coming: Work<IteratorResult<T>> | undefined;
  let sourceDone = false;
  let failed = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (!sourceDone && inWork.length < concurrency) coming ??= begin((async () => source.next())());
      const [first] = inWork;
      if (coming?.settled) {
        sourceDone = true; // If next() rejects, the iterator is finished by contract: return() must not be called.
        const next = await coming.promise;
        sourceDone = next.done === true;
        coming = undefined;
        if (!next.done) inWork.push(begin(map(next.value, inner)));
      } else if (first?.settled) {
        inWork.shift();
        yield await first.promise;
      } else if (first === undefined && coming === undefined) {
        return;
      } else {
        await somethingHappens();
      }
    }
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    ended.abort(new Error('The sequence has ended'));
    await Promise.allSettled(inWork.map(({ promise }) => promise));
    const closed = sourceDone ? undefined : close(source);
    closed?.catch(() => {}); // awaited below, unless the source is stuck
    // The source is inside next(); return() takes effect only after that settles, so an abort must not wait for it.
    const isStuck = coming !== undefined && signal?.aborted;
    if (!isStuck) await (failed ? closed?.catch(() => {}) : closed); // the first failure counts
  }
}

const close = async (source: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> => {
  await source.return?.();
};

/** A promise, and whether it is settled. Its rejection is handled when the result is read. */
class Work<T> {
  readonly promise: Promise<T>;
  settled = false;

  constructor(promise: Promise<T>, onSettled: () => void) {
    this.promise = promise;
    const done = () => {
      this.settled = true;
      onSettled();
    };
    promise.then(done, done);
  }
}
