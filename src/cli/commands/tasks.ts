import { tasks } from '../actions/tasks.ts';
import { define } from '../frame/definition.ts';
import { withConnection } from '../options/connection.ts';

export const definition = define(tasks, (command) =>
  withConnection(command).option('--address <address>', 'only those of oss://BUCKET/FOLDER'),
);
