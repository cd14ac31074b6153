import { oneOf, show } from '../shared/checks.ts';
import type { Clock } from '../shared/sleep.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { RateLimit } from './rate-limit.ts';

/** Calls a second that an instance takes of each operation. */
export type RequestsPerSecond = Readonly<Partial<Record<Operation, number>>>;

const NAMES = Object.keys(OPERATIONS) as readonly Operation[];

/**
 * A limit for each operation that has one: the instance's own, else the documented.
 *
 * @throws {TypeError} when one is named that is no operation
 * @throws {RangeError} when a number is not above 0
 */
export function paceOf(own: RequestsPerSecond, clock: Clock): ReadonlyMap<Operation, RateLimit> {
  if (typeof own !== 'object' || own === null) {
    throw new TypeError(
      `Cannot continue as 'requestsPerSecond' must be numbers by operation: current value is ${show(own)}`,
    );
  }
  for (const [name, perSecond] of Object.entries(own)) {
    oneOf(NAMES, 'requestsPerSecond', name);
    if (perSecond !== undefined && !(Number.isFinite(perSecond) && perSecond > 0)) {
      throw new RangeError(
        `Cannot continue as 'requestsPerSecond.${name}' must be a number above 0: current value is ${show(perSecond)}`,
      );
    }
  }
  return new Map(
    NAMES.flatMap((name) => {
      const perSecond = own[name] ?? OPERATIONS[name].perSecond;
      return perSecond === undefined ? [] : [[name, new RateLimit(perSecond, clock)] as const];
    }),
  );
}
