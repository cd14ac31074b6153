import { withConnection } from '../connection.ts';
import { define } from '../frame/definition.ts';
import { tasks } from '../tasks.ts';

export const definition = define(tasks, (command) =>
  withConnection(command).option('--address <address>', 'only those of oss://BUCKET/FOLDER'),
);
