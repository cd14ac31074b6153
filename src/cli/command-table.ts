import type { CommandEntry } from './frame/command-entry.ts';
import { DATA_COMMANDS } from './table/data-commands.ts';
import { GALLERY_COMMANDS } from './table/gallery-commands.ts';
import { PROGRAM_COMMANDS } from './table/program-commands.ts';
import { TASK_COMMANDS } from './table/task-commands.ts';

/** Every command. Help, completion, did-you-mean and the tests go by this table; a new command is a row and a file. */
export const COMMANDS: readonly CommandEntry[] = [
  ...DATA_COMMANDS,
  ...GALLERY_COMMANDS,
  ...TASK_COMMANDS,
  ...PROGRAM_COMMANDS,
];
