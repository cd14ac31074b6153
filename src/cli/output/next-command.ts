import { PROGRAM } from '../frame/overview.ts';
import type { SettingOrigin } from '../settings/setting-origin.ts';
import { quoted } from './continue-command.ts';
import { masked } from './masked.ts';

/** The flags that say which instance is meant, and how it is reached. */
const CONNECTION: readonly string[] = [
  ...['--region', '--instance', '--endpoint', '--network'],
  ...['--oss-endpoint', '--oss-custom-domain', '--oss-network', '--ca'],
];

/** A command line to type next, for the same instance: with the flags of the connection, as they were typed or stand in a file. */
export function nextCommand(command: string, settings: readonly SettingOrigin[]): string {
  const typed = settings.filter(
    ({ flag, from }) => (from === 'flag' || from === 'file') && CONNECTION.includes(flag),
  );
  const flags = typed.map(({ flag, value }) =>
    value === true ? flag : `${flag} ${quoted(masked(String(value)))}`,
  );
  return [PROGRAM, command, ...flags].join(' ');
}
