import { closestName } from '../../shared/options/closest-name.ts';
import { HELP, LEADING, VERSION } from './leading-flags.ts';
import { PROGRAM } from './overview.ts';

/** @throws {TypeError} for an option that comes before a command */
export function refuseLeadingOption(first: string): void {
  if (!first.startsWith('-')) return;
  const meant = closestName(first, [...LEADING, ...HELP, ...VERSION], (flag) => flag);
  const next =
    meant === undefined
      ? `the options of a command stand behind its name: ${PROGRAM} COMMAND --help`
      : `did you mean ${meant}?`;
  throw new TypeError(`Cannot run ${JSON.stringify(first)} as it is no command: ${next}`);
}
