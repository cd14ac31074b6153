import { closestName } from '../../shared/options/closest-name.ts';
import { OTHER_VARIABLES, SETTINGS, USE_VARIABLE, variableOf } from './setting-table.ts';

const PREFIX = 'IMAGESEARCH_';

/** The variables of the questions to a live instance, which are no part of the command line. */
const OF_TESTS = 'IMAGESEARCH_LIVE';

const known = (): readonly string[] => [
  ...Object.keys(SETTINGS).map(variableOf),
  USE_VARIABLE,
  ...Object.keys(OTHER_VARIABLES),
];

/** A line for each variable that begins as ours do and is none: what it was to set is not set. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const names = known();
  return Object.keys(env)
    .filter(
      (name) =>
        name.startsWith(PREFIX) && !name.startsWith(OF_TESTS) && !names.includes(name) && env[name] !== '',
    )
    .map((name) => {
      const meant = closestName(name, names, (one) => one);
      const hint =
        meant === undefined ? 'imagesearch-import help settings lists them' : `did you mean ${meant}?`;
      return `The variable ${name} sets nothing: ${hint}`;
    });
}
