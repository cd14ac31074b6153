/** Checks of arguments. Each check throws before any I/O, and its message has the rule and the value. */

import { loneSurrogate } from '../text/lone-surrogate.ts';

/** @throws {TypeError} unless `value` is an object. `what` names the object in the message. */
export function objectGiven<T extends object>(what: string, value: T): T {
  if (typeof value === 'object' && value !== null) return value;
  throw new TypeError(`Cannot continue as ${what} must be given: current value is ${show(value)}`);
}

/** @throws {RangeError} unless `value` is an integer of at least `least`. */
export function atLeast(least: number, name: string, value: number): number {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `Cannot continue as '${name}' must be an integer of at least ${least}: current value is ${show(value)}`,
    );
  }
  return value;
}

/** @throws {RangeError} unless `value` is an integer from `least` to `most`. */
export function within(least: number, most: number, name: string, value: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(
      `Cannot continue as '${name}' must be an integer from ${least} to ${most}: current value is ${show(value)}`,
    );
  }
  return value;
}

/** @throws {RangeError} unless `value` is a number of at least 0, whole or not. */
export function notNegative(name: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new RangeError(
    `Cannot continue as '${name}' must be a number of at least 0: current value is ${show(value)}`,
  );
}

/** @throws {RangeError} unless `value` is a number above 0, whole or not. */
export function aboveZero(name: string, value: number): number {
  if (notNegative(name, value) > 0) return value;
  throw new RangeError(`Cannot continue as '${name}' must be above 0: current value is ${show(value)}`);
}

/** @throws {TypeError} unless `value` is a string with at least one character. */
export function text(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(
      `Cannot continue as '${name}' must be a non-empty string: current value is ${show(value)}`,
    );
  }
  return value;
}

/** @throws {TypeError} unless `value` is a string of whole characters: UTF-8 cannot hold half of a surrogate pair. */
export function wholeText(name: string, value: unknown): string {
  const lone = typeof value === 'string' ? loneSurrogate(value) : undefined;
  if (typeof value === 'string' && lone === undefined) return value;
  throw new TypeError(
    `Cannot continue as '${name}' must be a string of whole characters: current value is ${show(value)}${lone === undefined ? '' : `, and ${lone} in it is half of one`}`,
  );
}

/** @throws {TypeError} unless `value` is one of `allowed`. */
export function oneOf<T extends string>(allowed: readonly T[], name: string, value: unknown): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) {
    throw new TypeError(
      `Cannot continue as '${name}' must be one of ${allowed.join(', ')}: current value is ${show(value)}`,
    );
  }
  return found;
}

/** @throws {TypeError} unless `value` is a function. */
export function callable<T>(name: string, value: T): T {
  if (typeof value === 'function') return value;
  throw new TypeError(`Cannot continue as '${name}' must be a function: current value is ${show(value)}`);
}

/** A value as a message shows it: quoted if a string, cut if long. */
export function show(value: unknown, longest = 80): string {
  const shown =
    typeof value === 'string'
      ? JSON.stringify(value)
      : typeof value === 'object'
        ? plain(value)
        : String(value);
  return shown.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
}

function plain(value: object | null): string {
  try {
    return JSON.stringify(value) ?? String(undefined); // a toJSON may return undefined
  } catch {
    return kindOf(value); // a circular structure has no JSON, and getters may throw
  }
}

function kindOf(value: object | null): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return '[object Proxy]'; // one that was revoked
  }
}
