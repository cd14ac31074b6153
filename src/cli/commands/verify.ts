import { Option } from 'commander';
import { PIC_NAME_BASES, VERIFY_IMPORT_BY } from '../../index.ts';
import { verify } from '../actions/verify.ts';
import { define } from '../frame/definition.ts';
import { withCatalogue } from '../options/catalogue-options.ts';
import { withConnection } from '../options/connection.ts';
import { atLeastOne } from '../options/numbers.ts';
import { withReport } from '../options/report-options.ts';

export const definition = define(verify, (command) =>
  withReport(withConnection(withCatalogue(command)))
    .addOption(
      new Option('--by <how>', 'ask for a sample, for all images, or compare one export of the gallery')
        .choices([...VERIFY_IMPORT_BY])
        .default('sample'),
    )
    .option(
      '--to <address>',
      'where the import went, for names that are relative to the bucket: oss://BUCKET/FOLDER',
    )
    .addOption(
      new Option('--pic-name-base <base>', 'what PicName is relative to')
        .choices([...PIC_NAME_BASES])
        .default('folder'),
    )
    .option('--concurrency <n>', 'questions at the same time', atLeastOne, 8),
);
