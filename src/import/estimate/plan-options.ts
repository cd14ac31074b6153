import { addsPerSecond as addsOf } from '../../service/calls/operations.ts';
import { aboveZero, atLeast, notNegative, oneOf } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import type { ImportOptions } from '../import-options.ts';
import { ROUTES } from '../route.ts';
import { VERIFY } from '../settle/verification.ts';
import { INSTANCE_CAPACITIES, PLAN_FIGURES } from './figures.ts';

/** `route`, `linesPerTask`, `verify`, `concurrency` and `megabitsPerSecond` are those of an import, with its defaults. */
export interface PlanImportOptions
  extends Pick<ImportOptions, 'route' | 'linesPerTask' | 'verify' | 'concurrency' | 'megabitsPerSecond'> {
  /** Images that are added. */
  readonly images: number;
  /** Of an image, on average. @default 100_000 */
  readonly bytesPerImage?: number | undefined;
  /** Of the images, those that the bucket has already and that are not sent: see `skipUnchanged`. @default 0 */
  readonly present?: number | undefined;
  /** Entries that are DELETEs. @default 0 */
  readonly deletes?: number | undefined;
  /** Objects that the bucket lists, for an import with `skipUnchanged`. @default `present` */
  readonly listed?: number | undefined;
  /** Requests to OSS that an image takes, repeats included: whole ones, and parts of them on average. @default 1 */
  readonly requestsPerImage?: number | undefined;
  /** What a request to OSS takes beside the time of its bytes on the line, in ms. @default 50, which is assumed: measure yours */
  readonly requestMs?: number | undefined;
  /**
   * Processes that each import a part of the catalogue, each over a line of `megabitsPerSecond`. Those of one instance take
   * turns with its tasks.
   *
   * @default 1
   */
  readonly workers?: number | undefined;
  /** Instances that the images are spread over. @default as few of the largest, of 50 million images, as hold them */
  readonly instances?: number | undefined;
  /** Queries a second that were bought with an instance: 1, 5 or 10. @default 5 */
  readonly queriesPerSecond?: number | undefined;
  /** Calls of AddImage a second that an instance takes. @default 1 for an instance of 100,000 images, 5 for a larger one */
  readonly addsPerSecond?: number | undefined;
  /**
   * How long a batch task of `linesPerTask` lines takes, in s: as measured with your own instance.
   *
   * @default unknown, as no document says it: the plan has the least and the most
   */
  readonly taskSeconds?: number | undefined;
}

const OPTIONS: OptionNames<PlanImportOptions> = {
  ...{ images: true, bytesPerImage: true, present: true, deletes: true, listed: true, route: true },
  ...{ linesPerTask: true, verify: true, concurrency: true, megabitsPerSecond: true, workers: true },
  ...{ requestsPerImage: true, instances: true, queriesPerSecond: true, addsPerSecond: true },
  ...{ taskSeconds: true, requestMs: true },
};

/** The options, checked, with their defaults. */
export type PlanSettings = ReturnType<typeof planSettings>;

/** @throws {TypeError | RangeError} for an option that is misspelt, missing or out of its range */
export function planSettings(options: PlanImportOptions) {
  knownOptions('planImport()', options, OPTIONS);
  const { bytesPerImage = 100_000, present = 0, deletes = 0, route = 'batch', verify = 'sample' } = options;
  const { linesPerTask = 10_000, concurrency = 8, megabitsPerSecond = 10, workers = 1 } = options;
  const { requestsPerImage = 1, queriesPerSecond = 5, taskSeconds } = options;
  const { requestMs = PLAN_FIGURES.requestMs.value } = options;
  const images = atLeast(0, 'images', options.images);
  const largest = PLAN_FIGURES.largestInstance.value;
  const instances = atLeast(1, 'instances', options.instances ?? Math.max(1, Math.ceil(images / largest)));
  const capacity = INSTANCE_CAPACITIES.find((one) => one >= Math.ceil(images / instances));
  if (capacity === undefined)
    throw new RangeError(
      `Cannot plan as 'instances' must hold ${images} images, at most ${largest} each: current value is ${instances}; say ${Math.ceil(images / largest)} or more`,
    );
  if (atLeast(0, 'present', present) > images)
    throw new RangeError(
      `Cannot plan as 'present' must be at most 'images', ${images}: current value is ${present}`,
    );
  return {
    ...{ images, present, capacity, instances },
    bytesPerImage: notNegative('bytesPerImage', bytesPerImage),
    deletes: atLeast(0, 'deletes', deletes),
    listed: atLeast(0, 'listed', options.listed ?? present),
    requestsPerImage: aboveZero('requestsPerImage', requestsPerImage),
    requestMs: notNegative('requestMs', requestMs),
    workers: atLeast(1, 'workers', workers),
    queriesPerSecond: aboveZero('queriesPerSecond', queriesPerSecond),
    addsPerSecond: aboveZero('addsPerSecond', options.addsPerSecond ?? addsOf(capacity)),
    taskSeconds: taskSeconds === undefined ? undefined : aboveZero('taskSeconds', taskSeconds),
    linesPerTask: atLeast(1, 'linesPerTask', linesPerTask),
    concurrency: atLeast(1, 'concurrency', concurrency),
    megabitsPerSecond: aboveZero('megabitsPerSecond', megabitsPerSecond),
    route: oneOf(ROUTES, 'route', route),
    verify: oneOf(VERIFY, 'verify', verify),
  };
}
