import { type Command, Option } from 'commander';
import { SYNC_BY } from '../../index.ts';
import type { ImportCommandOptions } from './import-options.ts';
import { count, share } from './numbers.ts';

export interface UndoCommandOptions extends ImportCommandOptions {
  readonly mostUpdates: number;
}

export interface SyncCommandOptions extends UndoCommandOptions {
  readonly plan?: string | undefined;
  readonly by: (typeof SYNC_BY)[number];
  readonly deleteSuperfluous?: boolean | undefined;
  readonly maxDeletedShare: number;
  readonly compareImages?: boolean | undefined;
  readonly previous?: string | undefined;
}

/** Adds the option that a sync and its undo have beside those of an import. */
export const withUpdates = (command: Command): Command =>
  command.option(
    '--most-updates <n>',
    'change so many images at most by UpdateImage; add more again',
    count,
    1_000,
  );

/** Adds the options that a sync has beside those of an import. */
export const withSync = (command: Command): Command =>
  withUpdates(command)
    .option('--plan <file>', 'carry out the plan.jsonl of a dry run, in place of a catalogue')
    .addOption(
      new Option('--by <how>', 'read the gallery by one export, or ask for each image of the catalogue')
        .choices([...SYNC_BY])
        .default('export'),
    )
    .option('--delete-superfluous', 'delete the images that the catalogue does not have')
    .addOption(
      new Option('--max-deleted-share <share>', 'delete none when a larger share is superfluous, such as 10%')
        .argParser(share)
        .default(0.05, '5%'),
    )
    .option('--compare-images', 'note the files and objects of the images in --state')
    .option('--previous <dir>', 'add images again whose files have changed since the sync of this state');
