import { withConnection } from '../connection.ts';
import { failures } from '../failures.ts';
import { define } from '../frame/definition.ts';

export const definition = define(failures, (command) =>
  withConnection(command).option(
    '--meta <file>',
    'the increment.meta of the task: adds the record of each failure',
  ),
);
