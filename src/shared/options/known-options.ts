import { show } from './checks.ts';
import { closestName } from './closest-name.ts';

/** Every option of a function or class, by name. The type makes the list complete. */
export type OptionNames<Options> = { readonly [Name in keyof Required<Options>]: true };

/**
 * Checks the names of options, since a misspelt option would silently have no effect.
 *
 * @param what the owner of the options, as messages name it: `wait()`, `an ImageValidator`
 * @throws {TypeError} for an option of another name, or for options that are not an object
 */
export function knownOptions<Options extends object>(
  what: string,
  options: Options,
  known: OptionNames<Options>,
): Options {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(
      `Cannot continue as the options of ${what} must be an object: current value is ${show(options)}`,
    );
  const names = Object.keys(known);
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    const meant = closestName(name, names, (one) => one);
    const hint = meant === undefined ? `it has ${names.join(', ')}` : `did you mean '${meant}'?`;
    throw new TypeError(`Cannot continue as ${what} has no option ${show(name)}: ${hint}`);
  }
  return options;
}

/** Copies the known options out of an object that also has options of other calls. */
export function pickOptions<Options extends object>(given: Options, known: OptionNames<Options>): Options {
  const names = new Set(Object.keys(known));
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name))) as Options;
}
