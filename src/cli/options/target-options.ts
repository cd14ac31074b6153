import { type Command, Option } from 'commander';
import { PIC_NAME_BASES, ROUTES, VERIFY } from '../../index.ts';

/** The options that say which import is meant. */
export const withTarget = (command: Command): Command =>
  command
    .option('--to <address>', 'where it goes: oss://BUCKET/FOLDER; not needed for --route direct')
    .addOption(
      new Option('--route <route>', 'how it goes, as of import').choices([...ROUTES]).default('batch'),
    )
    .addOption(
      new Option('--pic-name-base <base>', 'what PicName is relative to')
        .choices([...PIC_NAME_BASES])
        .default('folder'),
    )
    .addOption(
      new Option('--verify <how>', 'how the import asks the gallery').choices([...VERIFY]).default('sample'),
    );
