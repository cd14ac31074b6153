import { parseOssAddress } from '../service/oss-address.ts';
import { OssStore } from '../storage/oss-store.ts';
import type { WhenRunning } from '../task/submit/submit-options.ts';
import { type ConnectionOptions, ossConnection, PROXY } from './connection.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { taskClient, watchToEnd } from './task-client.ts';

export interface SubmitCommandOptions extends ConnectionOptions {
  readonly whenRunning: WhenRunning;
  readonly callback?: string | undefined;
  readonly wait: boolean;
}

/** `submit oss://BUCKET/FOLDER`: one batch task, for the increment.meta that lies there. */
export const submit: Action<readonly [string], SubmitCommandOptions> = async (
  { output, signal },
  [folder],
  options,
) => {
  const { region, whenRunning, callback } = options;
  const { bucket } = parseOssAddress(folder);
  const store = new OssStore({ bucket, region, ...ossConnection(region, options), proxy: PROXY });
  const tasks = taskClient(options);
  try {
    const ref = await tasks.submit(folder, { store, whenRunning, callbackAddress: callback, signal });
    await output.result({ submitted: ref }, `Batch task ${ref.id} is submitted`);
    return options.wait ? await watchToEnd(tasks, { ref }, output, signal) : EXIT.fine;
  } finally {
    store.close();
  }
};
