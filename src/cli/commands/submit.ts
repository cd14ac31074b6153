import { Option } from 'commander';
import { WHEN_RUNNING } from '../../index.ts';
import { submit } from '../actions/submit.ts';
import { define } from '../frame/definition.ts';
import { withConnection } from '../options/connection.ts';

export const definition = define(submit, (command) =>
  withConnection(command)
    .addOption(
      new Option('--when-running <what>', 'what to do while another task runs')
        .choices([...WHEN_RUNNING])
        .default('refuse'),
    )
    .option('--callback-address <url>', 'called by the service when the task is over')
    .option('--wait', 'watch it to its end'),
);
