import { DELETES_PER_SECOND } from '../service/operations.ts';

/** The ways of entries into the gallery that a caller can ask for. */
export const ROUTES = ['batch', 'direct', 'auto'] as const;

/**
 * How the entries of an import get into the gallery. `batch`: their images go into a bucket, and batch tasks read them there.
 * `direct`: each is a call of its own.
 */
export type Route = Exclude<(typeof ROUTES)[number], 'auto'>;

/**
 * What a batch task of few images takes, in seconds: no document says it. The service's own how-to for bulk imports (2019)
 * reports about a minute.
 */
const TASK_SECONDS = 60;

/** What the choice depends on. */
export interface RouteFigures {
  readonly adds: number;
  readonly deletes: number;
  readonly linesPerTask: number;
  /** Calls of AddImage. */
  readonly addsPerSecond: number;
}

export interface ChosenRoute {
  readonly route: Route;
  /** The arithmetic. */
  readonly because: string;
}

/** The route that takes less time. */
export function chooseRoute({ adds, deletes, linesPerTask, addsPerSecond }: RouteFigures): ChosenRoute {
  const calls = Math.ceil(adds / addsPerSecond + deletes / DELETES_PER_SECOND);
  const tasks = Math.max(1, Math.ceil((adds + deletes) / linesPerTask));
  const route = calls <= tasks * TASK_SECONDS ? 'direct' : 'batch';
  return {
    route,
    because: `${adds} images at ${addsPerSecond} a second and ${deletes} deletions at ${DELETES_PER_SECOND} take ${calls} s as calls of their own; ${tasks === 1 ? 'a batch task takes' : `${tasks} batch tasks take`} about ${tasks * TASK_SECONDS} s`,
  };
}
