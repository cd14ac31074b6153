import { build } from '../actions/build.ts';
import { define } from '../frame/definition.ts';
import { withCatalogue } from '../options/catalogue-options.ts';
import { withOssAlone } from '../options/connection.ts';
import { withFrom } from '../options/from-options.ts';
import { atLeastOne, bytesAboveZero } from '../options/numbers.ts';
import { profile, serviceType } from '../options/shared-options.ts';
import { withAgeAndSize } from '../options/source-filter.ts';

export const definition = define(build, (command) =>
  withAgeAndSize(withFrom(withOssAlone(withCatalogue(command))))
    .option('--region <region>', 'of the bucket, for oss:// addresses')
    .option('--allow-private-addresses', 'read URLs of private and loopback addresses too')
    .requiredOption('-o, --output <file>', 'the file to write; - writes to standard output')
    .addOption(serviceType().default('product'))
    .addOption(profile())
    .option(
      '--max-lines <n>',
      'split into files of at most so many lines: <file> becomes 0001/<file>, 0002/<file>, …',
      atLeastOne,
    )
    .option('--max-bytes <bytes>', 'split into files of at most so many bytes, such as 20MB', bytesAboveZero),
);
