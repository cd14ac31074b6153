import type { CommandEntry } from './command-entry.ts';
import { PROGRAM } from './overview.ts';

/** What stands below the options in the help of a command. */
export function helpAfter({ name, examples, ignoresSettings = false }: CommandEntry): string {
  return [
    '',
    'Examples:',
    ...examples.flatMap(([line, purpose]) => [`  # ${purpose}`, `  ${line}`]),
    '',
    ...(ignoresSettings
      ? []
      : ['Options are also set by the environment and by a file:', `  ${PROGRAM} help settings`, '']),
    ...exitCodes(name),
  ].join('\n');
}

/** The exit codes of a command: an upload alone has time and bytes that may be used up. */
const exitCodes = (command: string): readonly string[] => [
  'Exit codes: 0 fine, 1 the data has problems, 2 wrong usage, 3 the service failed,',
  `  ${command === 'upload' ? '4 its time or bytes are used up, ' : ''}130 interrupted, 141 the reader of the results has ended (${PROGRAM} help exit-codes)`,
];
