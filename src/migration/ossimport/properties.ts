import { show } from '../../shared/options/checks.ts';
import { closestName } from '../../shared/options/closest-name.ts';
import type { PropertyKeys } from './job-keys.ts';
import { isPlain } from './property-values.ts';

/** Values by key. */
export type Properties = Readonly<Record<string, string | number | boolean>>;

/**
 * Every key of a table with its value: the caller's, else the plan's, else the documented default.
 *
 * @param option the caller's name of `given`, for messages
 * @throws {TypeError | RangeError} for a key that there is not, that is not the caller's, or a value that it cannot have
 */
export function propertiesOf<Keys extends PropertyKeys>(
  keys: Keys,
  planned: { readonly [Key in keyof Keys]?: string },
  option: string,
  given: Properties,
): ReadonlyMap<string, string> {
  for (const [key, value] of Object.entries(given)) checkGiven(keys, option, key, value);
  const values = new Map<string, string>();
  for (const [key, { value, allowed }] of Object.entries(keys)) {
    const chosen = String(given[key] ?? planned[key] ?? value ?? '');
    if (!allowed.accepts(chosen))
      throw new RangeError(
        `Cannot write ${key} for ossimport as it must be ${allowed.allowed}${plainRule(chosen)}: current value is ${show(chosen)}`,
      );
    values.set(key, chosen);
  }
  return values;
}

const plainRule = (value: string): string =>
  value === '' || isPlain(value)
    ? ''
    : ', in printable ASCII without backslashes and blanks at its ends, as no document says how the file is read';

function checkGiven(keys: PropertyKeys, option: string, key: string, value: unknown): void {
  const names = Object.keys(keys);
  const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (known === undefined) {
    const meant = closestName(key, names, (name) => name);
    const hint = meant === undefined ? `it has ${names.join(', ')}` : `did you mean '${meant}'?`;
    throw new TypeError(`Cannot continue as '${option}' has no key ${show(key)}: ${hint}`);
  }
  if (known.by !== 'caller') {
    const why = known.by === 'plan' ? 'the plan decides it' : 'secrets are written into the file by hand';
    throw new TypeError(`Cannot continue as '${option}' cannot have ${key}: ${why}`);
  }
  if (!['string', 'number', 'boolean'].includes(typeof value))
    throw new TypeError(
      `Cannot continue as ${key} of '${option}' must be a string, a number or a boolean: current value is ${show(value)}`,
    );
}

/** A file of `key=value` lines. */
export const propertiesText = (values: ReadonlyMap<string, string>): string =>
  [...values].map(([key, value]) => `${key}=${value}\n`).join('');
