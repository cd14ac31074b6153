import { build } from '../build.ts';
import { withCatalogue } from '../catalogue-options.ts';
import { define } from '../frame/definition.ts';
import { atLeastOne } from '../numbers.ts';
import { profile, serviceType } from '../shared-options.ts';

export const definition = define(build, (command) =>
  withCatalogue(command)
    .requiredOption('-o, --output <file>', 'the file to write; - writes to standard output')
    .addOption(serviceType().default('product'))
    .addOption(profile())
    .option(
      '--max-lines <n>',
      'split into files of at most so many lines: <file> becomes 0001/<file>, 0002/<file>, …',
      atLeastOne,
    )
    .option('--max-bytes <n>', 'split into files of at most so many bytes', atLeastOne),
);
