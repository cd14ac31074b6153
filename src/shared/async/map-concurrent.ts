import { setMaxListeners } from 'node:events';
import { atLeast } from '../options/checks.ts';

export interface MapConcurrentOptions {
  /** Items that are mapped at the same time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Maps items in order. No more than `concurrency` items are being mapped, or wait to be read, at the same time, so a slow
 * reader slows the source. The first failure of the source or of `map` ends the sequence. `map` gets a signal that aborts
 * when the sequence ends early, so that no work continues without a reader.
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
  setMaxListeners(0, inner); // one listener for each item that is being mapped is not a leak
  let wake = () => {};
  const somethingSettles = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const begin = <W>(promise: Promise<W>) => new Work(promise, () => wake());
  signal?.addEventListener('abort', () => wake(), { signal: ended.signal });

  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const running: Work<R>[] = [];
  let pendingNext: Work<IteratorResult<T>> | undefined;
  let sourceDone = false;
  let failed = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (!sourceDone && running.length < concurrency) pendingNext ??= begin((async () => source.next())());
      const [first] = running;
      if (pendingNext?.settled) {
        sourceDone = true; // if next() rejects, the iterator is finished by contract: return() must not be called
        const next = await pendingNext.promise;
        sourceDone = next.done === true;
        pendingNext = undefined;
        if (!next.done) running.push(begin(map(next.value, inner)));
      } else if (first?.settled) {
        running.shift();
        yield await first.promise;
      } else if (first === undefined && pendingNext === undefined) {
        return;
      } else {
        await somethingSettles();
      }
    }
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    ended.abort(new Error('The sequence has ended'));
    await Promise.allSettled(running.map(({ promise }) => promise));
    const closed = sourceDone ? undefined : close(source);
    closed?.catch(() => {}); // awaited below, except when the source is stuck
    // The source is inside next(); return() takes effect only after that settles, so an abort must not wait for it.
    const isStuck = pendingNext !== undefined && signal?.aborted;
    if (!isStuck) await (failed ? closed?.catch(() => {}) : closed); // the first failure is the one to throw
  }
}

const close = async (source: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> => {
  await source.return?.();
};

/** A promise with a flag that says whether it is settled. A rejection is handled when its turn comes. */
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
