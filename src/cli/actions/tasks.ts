import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type ConnectionOptions, openClient } from '../options/connection.ts';
import { printTask, TASK_COLUMNS, taskOf, watchToEnd } from '../results/task-output.ts';

export interface TasksCommandOptions extends ConnectionOptions {
  readonly address?: string | undefined;
}

/** `tasks`: lists every batch task that the service knows. */
export const tasks: Action<readonly [], TasksCommandOptions> = async (context, _, options) => {
  const { output, json, signal } = context;
  await using client = openClient(options);
  let isFirst = true;
  for await (const state of client.tasks.list({ address: options.address, signal })) {
    if (isFirst && !json) output.note(TASK_COLUMNS);
    isFirst = false;
    await printTask(context, state);
  }
  return EXIT.fine;
};

/** `watch ID`: watches a batch task to its end. */
export const watch: Action<readonly [string], ConnectionOptions> = async (context, [id], options) => {
  const { settings, signal } = context;
  await using client = openClient(options);
  return await watchToEnd(client.tasks, await taskOf(client.tasks, id, settings, signal), context);
};
