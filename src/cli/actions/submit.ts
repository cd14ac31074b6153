import { parseOssAddress, type WHEN_RUNNING } from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type ConnectionOptions, openClient } from '../options/connection.ts';
import { watchToEnd } from '../results/task-output.ts';

export interface SubmitCommandOptions extends ConnectionOptions {
  readonly whenRunning: (typeof WHEN_RUNNING)[number];
  readonly callbackAddress?: string | undefined;
  readonly wait: boolean;
}

/** `submit oss://BUCKET/FOLDER`: starts one batch task, for the increment.meta in that folder. */
export const submit: Action<readonly [string], SubmitCommandOptions> = async (context, [folder], options) => {
  const { output, signal } = context;
  const { whenRunning, callbackAddress } = options;
  await using client = openClient(options, parseOssAddress(folder).bucket);
  const { tasks, store } = client;
  const ref = await tasks.submit(folder, { store, whenRunning, callbackAddress, signal });
  await output.result({ submitted: ref }, `Batch task ${ref.id} is submitted`);
  return options.wait ? await watchToEnd(tasks, { ref }, context) : EXIT.fine;
};
