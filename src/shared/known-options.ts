import { show } from './checks.ts';
import { closestName } from './closest-name.ts';

/** Every option of a function or class, by name: TypeScript holds the list to the options' type. */
export type OptionNames<Options> = { readonly [Name in keyof Required<Options>]: true };

/**
 * Refuses a misspelt option, which would otherwise have no effect and say nothing.
 *
 * @param what whose options they are, as the message names it: `wait()`, `an ImageValidator`
 * @throws {TypeError} for an option of another name, or options that are no object
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

/** The options that a function knows, of an object that may hold other options, too. */
export const pickOptions = <Options extends object>(
  options: Options,
  known: { readonly [Name in keyof Options]?: true },
): Options =>
  Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(known, name))) as Options;
