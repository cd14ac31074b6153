import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';

const KEYS = 10_000_000;
const MANY_KEYS = 100_000_000;
const ROUNDS = 3;

/** One key in a hundred stands twice, and exactly those must be found. */
const find = (work: 'finder' | 'set', keys: number) => () =>
  inWorker('meta-duplicates.worker.mjs', { work, keys }, keys / 100);

/** Images named twice, against a set of their names. */
export async function* benchMetaDuplicates(): AsyncGenerator<Figure, void, void> {
  const middle = await interleaved(ROUNDS, { finder: find('finder', KEYS), set: find('set', KEYS) });
  yield {
    name: `find the duplicates among ${KEYS} images (at most 0.333)`,
    value: middle('finder', 'seconds'),
    unit: 's',
    against: { name: 'a Set of strings', value: middle('set', 'seconds') },
  };
  yield {
    name: `peak memory of finding the duplicates among ${KEYS} images (at most 0.2)`,
    value: middle('finder', 'peakMb'),
    unit: 'MB',
    against: { name: 'with a Set of strings', value: middle('set', 'peakMb') },
  };
}

/** A Set cannot hold so many: it ends at 2 ** 24. */
export async function* benchMetaDuplicates100m(): AsyncGenerator<Figure, void, void> {
  const middle = await interleaved(1, { few: find('finder', KEYS), many: find('finder', MANY_KEYS) });
  yield {
    name: `find the duplicates among ${MANY_KEYS} images`,
    value: middle('many', 'seconds'),
    unit: 's',
    against: { name: `among ${KEYS}`, value: middle('few', 'seconds') },
  };
  yield {
    name: `peak memory of finding the duplicates among ${MANY_KEYS} images`,
    value: middle('many', 'peakMb'),
    unit: 'MB',
    against: { name: `among ${KEYS}`, value: middle('few', 'peakMb') },
  };
}
