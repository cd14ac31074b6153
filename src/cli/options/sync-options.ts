import { type Command, Option } from 'commander';
import { SYNC_BY } from '../../index.ts';
import type { ImportCommandOptions } from './import-options.ts';
import { count, share } from './numbers.ts';

export interface SyncCommandOptions extends ImportCommandOptions {
  readonly plan?: string | undefined;
  readonly by: (typeof SYNC_BY)[number];
  readonly deleteSuperfluous?: boolean | undefined;
  readonly maxDeletedShare: number;
  readonly mostUpdates: number;
  readonly compareImages?: boolean | undefined;
  readonly previous?: string | undefined;
}

/** Adds the options that a sync has beside those of an import. */
export const withSync = (command: Command): Command =>
  command
    .option('--plan <file>', 'carry out the plan.jsonl of a dry run, in place of a catalogue')
    .addOption(
      new Option('--by <how>', 'read the gallery by one export, or ask for each image of the catalogue')
        .choices([...SYNC_BY])
        .default('export'),
    )
    .option('--delete-superfluous', 'delete the images that the catalogue does not have')
    .option(
      '--max-deleted-share <n>',
      'delete none when more are superfluous: a share such as 5%',
      share,
      0.05,
    )
    .option(
      '--most-updates <n>',
      'change so many images at most by UpdateImage; add more again',
      count,
      1_000,
    )
    .option('--compare-images', 'note the files and objects of the images in --state')
    .option('--previous <dir>', 'add images again whose files have changed since the sync of this state');
