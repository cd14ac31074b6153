import { type ConnectionOptions, openClient } from './connection.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printTask, taskOf, watchToEnd } from './task-output.ts';

export interface TasksCommandOptions extends ConnectionOptions {
  readonly address?: string | undefined;
}

/** `tasks`: lists every batch task that the service knows. */
export const tasks: Action<readonly [], TasksCommandOptions> = async ({ output, signal }, _, options) => {
  await using client = openClient(options);
  for await (const state of client.tasks.list({ address: options.address, signal }))
    await printTask(output, state);
  return EXIT.fine;
};

/** `watch ID`: watches a batch task to its end. */
export const watch: Action<readonly [string], ConnectionOptions> = async (
  { output, signal },
  [id],
  options,
) => {
  await using client = openClient(options);
  return await watchToEnd(client.tasks, await taskOf(client.tasks, id, signal), output, signal);
};
