import { DELETES_PER_SECOND } from '../service/calls/operations.ts';
import { shardsOf } from './estimate/requests.ts';
import { callSeconds, taskSeconds } from './estimate/seconds.ts';

/** The ways of entries into the gallery that a caller can ask for. */
export const ROUTES = ['batch', 'direct', 'auto'] as const;

/**
 * How the entries of an import get into the gallery. `batch`: their images go into a bucket, and batch tasks read them there.
 * `direct`: each is a call of its own.
 */
export type Route = Exclude<(typeof ROUTES)[number], 'auto'>;

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

/** The route that takes less time. A task counts with the least that it takes, as no document says more. */
export function chooseRoute({ adds, deletes, linesPerTask, addsPerSecond }: RouteFigures): ChosenRoute {
  const pace = { addsPerSecond, instances: 1 };
  const calls = Math.ceil(callSeconds(adds, deletes, pace));
  const tasks = Math.max(1, shardsOf(adds + deletes, linesPerTask));
  const { least } = taskSeconds({ tasks, send: { images: adds, bytes: 0 }, deletes }, pace);
  const route = calls <= least ? 'direct' : 'batch';
  return {
    route,
    because: `${adds} images at ${addsPerSecond} a second and ${deletes} deletions at ${DELETES_PER_SECOND} take ${calls} s as calls of their own; ${tasks === 1 ? 'a batch task takes' : `${tasks} batch tasks take`} about ${least} s`,
  };
}
