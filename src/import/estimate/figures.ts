import type { ImportPlan } from './import-plan.ts';

const LIMITS = 'help page "Limits", Jan 12 2026';
const MEASURED = 'measured by bench/scale.ts: docs/scale.md';

/** What the arithmetic of plans, dry runs and `route: 'auto'` goes by, beside what a caller says. */
export const PLAN_FIGURES = {
  keysInAList: { value: 1_000, unit: 'objects a request', source: 'ListObjectsV2 of OSS gives no more' },
  /** Each start reads the new end of the list. */
  listsOfATask: {
    value: 1,
    unit: 'requests',
    source:
      'the least: no document says in which order IncreaseList gives tasks; one in order of creation is assumed',
  },
  /** IncreaseList is asked at least once how a task has ended, and then every half minute while it runs. */
  pollsOfATask: { value: 1, unit: 'requests', source: 'the least' },
  taskSeconds: {
    value: 60,
    unit: 's',
    source:
      "no document says how long a task takes: the service's how-to for bulk imports (2019) reports about a minute",
  },
  largestInstance: { value: 50_000_000, unit: 'images', source: LIMITS },
  requestMs: {
    value: 50,
    unit: 'ms',
    source:
      'assumed for a request to OSS, beside the time of its bytes on the line: no document says it; measure yours',
  },
  rowsReadPerSecond: { value: 15_000, unit: 'rows a second', source: MEASURED },
  rowsPreparedPerSecond: { value: 5_000, unit: 'rows a second', source: MEASURED },
  bytesOfMemory: { value: 225_000_000, unit: 'bytes', source: MEASURED },
  bytesOfAnImage: {
    value: 4 * 1024 * 1024,
    unit: 'bytes',
    source: `${LIMITS}: the largest image, in memory while it is sent`,
  },
  bytesOfStatePerEntry: { value: 950, unit: 'bytes', source: `${MEASURED}, with rows of about 150 bytes` },
  bytesKeptPerEntry: { value: 200, unit: 'bytes', source: `${MEASURED}: the outcomes, which stay` },
} as const satisfies ImportPlan['figures'];

/** The capacities that an instance is sold with, in images (help page "Limits", Jan 12 2026). */
export const INSTANCE_CAPACITIES = [
  ...[100_000, 2_500_000, 5_000_000, 10_000_000, 20_000_000, 30_000_000, 40_000_000],
  PLAN_FIGURES.largestInstance.value,
] as const;
