import { DELETES_PER_SECOND } from '../../service/operations.ts';
import { PLAN_FIGURES } from './figures.ts';
import { type ImportWork, listsOf } from './requests.ts';

/** How fast an import can work. */
export interface ImportPace {
  /** Of one worker. */
  readonly megabitsPerSecond: number;
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

/** What sending takes: the line decides, or the rates of the calls by the direct route. */
export function sendingSeconds({ route, send, deletes }: ImportWork, pace: ImportPace): number {
  const line = (send.bytes * 8) / (pace.megabitsPerSecond * 1e6 * pace.workers);
  return route === 'direct' ? Math.max(line, callSeconds(send.images, deletes, pace)) : line;
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
  const lists = listsOf(ofInstance) / PLAN_FIGURES.listsPerSecond.value;
  const least = Math.max(ofInstance * (known ?? PLAN_FIGURES.taskSeconds.value), lists);
  if (known !== undefined || tasks === 0) return { least, most: least };
  return { least, most: Math.max(least, callSeconds(send.images, deletes, pace)) };
}
