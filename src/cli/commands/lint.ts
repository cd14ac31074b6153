import { Option } from 'commander';
import { META_DIALECTS } from '../../meta/index.ts';
import { lint } from '../actions/lint.ts';
import { define } from '../frame/definition.ts';
import { count } from '../options/numbers.ts';
import { profile, serviceType } from '../options/shared-options.ts';

export const definition = define(lint, (command) =>
  command
    .addOption(serviceType().default('product'))
    .addOption(profile())
    .addOption(
      new Option('--dialect <dialect>', 'what the file is written in')
        .choices([...META_DIALECTS])
        .default('current'),
    )
    .option(
      '--max-errors <n>',
      'print at most so many errors and so many warnings; with --fix, also changes of each kind',
      count,
    )
    .option('--no-duplicates', 'do not look for the same image named twice')
    .option('--fix <out>', 'write the file that was meant to <out>, without the lines that stay wrong')
    .option('--encoding <name>', 'with --fix: what the file is written in, such as gbk (default: utf-8)'),
);
