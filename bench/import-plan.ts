import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const FEW = 100_000;
const MANY = 1_000_000;
const TEN_MILLION = 10_000_000;

/** The worker imports the source: planning is no public entry point. */
const FROM_SOURCE = ['--import', 'tsx'];

const plan = (work: 'plan' | 'planListed', entries: number) => async () => {
  await using folder = await temporaryFolder();
  return await inWorker(
    'import-plan.worker.mjs',
    { work, entries, folder: folder.path },
    entries,
    FROM_SOURCE,
  );
};

/** Entries of an import that are read, compared and cut into shards, without any service. */
export async function* benchImportPlan(): AsyncGenerator<Figure, void, void> {
  const middle = await interleaved(1, {
    few: plan('plan', FEW),
    many: plan('plan', MANY),
    fewListed: plan('planListed', FEW),
    manyListed: plan('planListed', MANY),
  });
  yield {
    name: `plan ${MANY} entries of an import`,
    value: middle('many', 'seconds'),
    unit: 's',
    against: { name: `${FEW} entries`, value: middle('few', 'seconds') },
  };
  yield {
    name: `plan ${MANY} entries of an import beside a bucket of ${2 * MANY} objects`,
    value: middle('manyListed', 'seconds'),
    unit: 's',
    against: { name: 'without the bucket', value: middle('many', 'seconds') },
  };
  yield {
    name: `peak memory of planning ${MANY} entries of an import (at most 1.15)`,
    value: middle('many', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${FEW} entries`, value: middle('few', 'peakMb') },
  };
  yield {
    name: `peak memory of planning ${MANY} entries of an import beside a bucket of ${2 * MANY} objects (at most 1.15)`,
    value: middle('manyListed', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${FEW} entries and ${2 * FEW} objects`, value: middle('fewListed', 'peakMb') },
  };
}

/** The same with ten million, which takes some gigabytes of temporary files. */
export async function* benchImportPlan10m(): AsyncGenerator<Figure, void, void> {
  const middle = await interleaved(1, {
    few: plan('planListed', MANY),
    many: plan('planListed', TEN_MILLION),
  });
  yield {
    name: `plan ${TEN_MILLION} entries of an import beside a bucket of ${2 * TEN_MILLION} objects`,
    value: middle('many', 'seconds'),
    unit: 's',
    against: { name: `${MANY} entries and ${2 * MANY} objects`, value: middle('few', 'seconds') },
  };
  yield {
    name: `peak memory of planning ${TEN_MILLION} entries of an import beside a bucket of ${2 * TEN_MILLION} objects`,
    value: middle('many', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${MANY} entries and ${2 * MANY} objects`, value: middle('few', 'peakMb') },
  };
}
