import { failures } from '../actions/failures.ts';
import { define } from '../frame/definition.ts';
import { withConnection } from '../options/connection.ts';

export const definition = define(failures, (command) =>
  withConnection(command).option(
    '--meta <file>',
    'the increment.meta of the task: adds the record of each failure; - reads standard input',
  ),
);
