import type { Command } from 'commander';
import { SETTINGS_FILE } from '../settings/settings-file.ts';

/** The options that every command has. */
export interface CommonOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly use?: string | undefined;
}

export const withCommonOptions = (command: Command, ignoresSettings = false): Command => {
  command
    .option('--json', 'print one JSON object per line, and nothing else on standard output')
    .option('--quiet', 'print results and errors alone: no progress, no notes')
    .option(
      '--verbose',
      'print each call of Image Search and OSS: operation, attempt, milliseconds, request id',
    );
  return ignoresSettings
    ? command
    : command.option('--use <profile>', `the profile of ${SETTINGS_FILE} that counts`);
};
