import { Option } from 'commander';
import { migrationResults } from '../actions/migration-results.ts';
import { define } from '../frame/definition.ts';

export const definition = define(migrationResults, (command) =>
  command.addOption(
    new Option('--unreported <what>', 'what an image is that no list names')
      .choices(['failed', 'sent'])
      .default('failed'),
  ),
);
