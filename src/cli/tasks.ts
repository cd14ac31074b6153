import type { ConnectionOptions } from './connection.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printTask, taskClient, taskOf, watchToEnd } from './task-client.ts';

export interface TasksCommandOptions extends ConnectionOptions {
  readonly folder?: string | undefined;
}

/** `tasks`: every batch task that the service remembers. */
export const tasks: Action<readonly [], TasksCommandOptions> = async ({ output, signal }, _, options) => {
  const { folder } = options;
  for await (const state of taskClient(options).list({
    signal,
    ...(folder !== undefined && { address: folder }),
  }))
    await printTask(output, state);
  return EXIT.fine;
};

/** `watch ID`: a batch task, to its end. */
export const watch: Action<readonly [string], ConnectionOptions> = async (
  { output, signal },
  [id],
  options,
) => {
  const client = taskClient(options);
  return watchToEnd(client, await taskOf(client, id, signal), output, signal);
};
