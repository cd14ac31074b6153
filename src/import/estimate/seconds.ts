import type { OperationRates } from '../../service/operation-rates.ts';
import { DELETES_PER_SECOND, UPDATES_PER_SECOND } from '../../service/operations.ts';
import { PLAN_FIGURES } from './figures.ts';
import type { ImportWork } from './requests.ts';

/** How fast an import can work. */
export interface ImportPace {
  /** Of one worker. */
  readonly megabitsPerSecond: number;
  /** Images that one worker has in work at once. */
  readonly concurrency: number;
  /** Requests to OSS for one image, and what one takes beside the time of its bytes on the line, in ms. */
  readonly requestsPerImage: number;
  readonly requestMs: number;
  /** Calls of AddImage, of one instance. */
  readonly addsPerSecond: number;
  /** Questions to the gallery, of one instance. */
  readonly queriesPerSecond: number;
  readonly workers: number;
  readonly instances: number;
}

/** Seconds from one number to another, where no document says more. */
export interface Span {
  readonly least: number;
  readonly most: number;
}

/** What images and deletions take as calls of their own, at the rates of the instance. */
export const callSeconds = (
  images: number,
  deletes: number,
  { addsPerSecond, instances }: Pick<ImportPace, 'addsPerSecond' | 'instances'>,
): number => (images / addsPerSecond + deletes / DELETES_PER_SECOND) / instances;

/** What calls of UpdateImage take, at the rate of the instance. */
export const updateSecondsOf = (
  calls: number,
  { rates }: { readonly rates: Pick<OperationRates, 'rateOf'> },
): number => Math.ceil(calls / (rates.rateOf('UpdateImage') ?? UPDATES_PER_SECOND));

/** What sending takes: the line decides, or the requests that are in work at once; by the direct route also the rates of the calls. */
export function sendingSeconds({ route, send, deletes }: ImportWork, pace: ImportPace): number {
  const { megabitsPerSecond, concurrency, requestsPerImage, requestMs, workers } = pace;
  const line = (send.bytes * 8) / (megabitsPerSecond * 1e6 * workers);
  const requests = (send.images * requestsPerImage * requestMs) / (1_000 * concurrency * workers);
  const calls = route === 'direct' ? callSeconds(send.images, deletes, pace) : 0;
  return Math.max(line, requests, calls);
}

export const verificationSeconds = (
  { questions }: Pick<ImportWork, 'questions'>,
  { queriesPerSecond, instances }: Pick<ImportPace, 'queriesPerSecond' | 'instances'>,
): number => questions / (queriesPerSecond * instances);

/**
 * What batch tasks take, one after the other on each instance. At least: each as long as that of a small folder. At most: as
 * long as calls of their own would take, which batch tasks are offered as the faster way of; or the time that the caller knows.
 */
export function taskSeconds(
  { tasks, send, deletes }: Pick<ImportWork, 'tasks' | 'send' | 'deletes'>,
  pace: Pick<ImportPace, 'addsPerSecond' | 'instances'>,
  known?: number | undefined,
): Span {
  const ofInstance = Math.ceil(tasks / pace.instances);
  const least = ofInstance * (known ?? PLAN_FIGURES.taskSeconds.value);
  if (known !== undefined || tasks === 0) return { least, most: least };
  return { least, most: Math.max(least, callSeconds(send.images, deletes, pace)) };
}
