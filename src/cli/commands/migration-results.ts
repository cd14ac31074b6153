import { Option } from 'commander';
import { define } from '../frame/definition.ts';
import { migrationResults } from '../migration-results.ts';

export const definition = define(migrationResults, (command) =>
  command.addOption(
    new Option('--unreported <what>', 'what an image is that no list names')
      .choices(['failed', 'sent'])
      .default('failed'),
  ),
);
