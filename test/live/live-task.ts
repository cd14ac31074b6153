import type { ImageFailure, TaskRef, TaskState } from '../../src/index.ts';
import type { Live } from './live.ts';

/** How a batch task has ended. */
export interface LiveTask {
  readonly state: TaskState;
  /** The first of its file of failures. */
  readonly failures: readonly ImageFailure[];
}

const MOST_FAILURES = 20;
const LONGEST_RAW = 200;

/** A line of increment.meta. */
export const line = (fields: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ OperationType: 'ADD', CustomContent: 'c', ...fields })}\n`;

/** The name of the picture of a task's folder, whether names begin there or at the root of the bucket. */
export const picNameIn = (folder: string, name = 'a.jpg'): string => `${folder}/${name}`;

/** Runs a file of lines as a task, with one picture; the folder is that of the task alone. */
export async function runTask(live: Live, folder: string, meta: string): Promise<LiveTask> {
  return finish(live, await startTask(live, folder, meta));
}

export async function startTask(live: Live, folder: string, meta: string): Promise<TaskRef> {
  // One place for each reading of its name.
  for (const key of [picNameIn(folder), `${folder}/${picNameIn(folder)}`])
    await live.put(key, await live.picture());
  await live.put(`${folder}/increment.meta`, meta);
  const address = `oss://${live.settings.bucket}/${folder}`;
  return live.keep(await live.client.tasks.submit(address, { whenRunning: 'wait' }));
}

async function finish({ client: { tasks } }: Live, ref: TaskRef): Promise<LiveTask> {
  const state = await tasks.wait(ref);
  const failures: ImageFailure[] = [];
  for await (const failure of tasks.failures(state)) {
    failures.push(failure);
    if (failures.length === MOST_FAILURES) break;
  }
  return { state, failures };
}

/** Such as `SUCCESS, code 0 "success", failures: {"Line":2,…}`. The lines are our own, and have no secrets. */
export function told({ state, failures }: LiveTask): string {
  const { status, code, message } = state;
  const raw = failures.map((failure) => failure.raw.slice(0, LONGEST_RAW)).join(' | ');
  return `${status}, code ${code} "${message}", failures: ${raw || 'none'}`;
}

export const isThere = (image: object | undefined): string =>
  image ? 'in the gallery' : 'not in the gallery';
