import type { CommandEntry } from './command-entry.ts';
import { PROGRAM } from './overview.ts';

/** What stands below the options in the help of a command. */
export function helpAfter({ examples, ignoresSettings = false }: CommandEntry): string {
  return [
    '',
    'Examples:',
    ...examples.flatMap(([line, purpose]) => [`  # ${purpose}`, `  ${line}`]),
    '',
    ...(ignoresSettings
      ? []
      : ['Options are also set by the environment and by a file:', `  ${PROGRAM} help settings`, '']),
    `Exit codes: 0 fine, 1 the data has problems, 2 wrong usage, 3 the service failed (${PROGRAM} help exit-codes)`,
  ].join('\n');
}
