import { posix } from 'node:path';
import { META_FILE_NAME } from '../../meta/model/meta-file-name.ts';
import type { Clock } from '../../shared/async/sleep.ts';
import { trimSlashes } from '../../shared/text/trim-slashes.ts';
import {
  BAD_LINE_RULES,
  type BadLineRule,
  type TaskResult,
  taskFailed,
  WHOLE_TASK_FAILED,
} from './bad-line-rules.ts';
import type { BatchTask } from './batch-task.ts';
import { checkLines, type LineCheck } from './check-lines.ts';
import { FAILURE_FORMATS, type FailureFormat } from './failure-formats.ts';

export interface TaskContext extends LineCheck {
  readonly regionId: string;
  readonly clock: Clock;
  /** The shortest time that a task runs, in ms. */
  readonly taskDurationMs: number;
  readonly badLine: BadLineRule;
  readonly failureFormat: FailureFormat;
  /** The bucket that failures are written to. */
  readonly fileBucket: string;
}

/** Runs a task: reads increment.meta and every image it names, fills the gallery, and writes the failure file. */
export async function runBatchTask(
  task: BatchTask,
  context: TaskContext,
  signal: AbortSignal,
): Promise<void> {
  const [result] = await Promise.all([
    carryOut(task, context, signal),
    context.clock.sleep(context.taskDurationMs, signal),
  ]);
  signal.throwIfAborted();
  if (!end(task, result, context)) end(task, WHOLE_TASK_FAILED, context);
}

async function carryOut(task: BatchTask, context: TaskContext, signal: AbortSignal): Promise<TaskResult> {
  const { oss, regionId, instance, badLine } = context;
  const { bucket, path } = task;
  if (oss.bucketRegion(bucket) !== regionId)
    return taskFailed('InvalidBucket', `bucket ${bucket} is not in the region of the instance`);
  const folder = trimSlashes(path);
  const meta = oss.getObject(bucket, posix.join(folder, META_FILE_NAME));
  if (meta === undefined) return taskFailed('MetaNotExist', `no ${META_FILE_NAME} under ${path}`);
  const lines = checkLines(meta.bytes, { bucket, folder }, context, signal);
  return await BAD_LINE_RULES[badLine](lines, instance, signal);
}

/** Ends the task and makes the changes of its result, at once. False, without either, when the gallery has no room for them. */
function end(
  task: BatchTask,
  { failures, changes, ...result }: TaskResult,
  { instance, oss, clock, fileBucket, failureFormat }: TaskContext,
): boolean {
  const failureKey = failures.length === 0 ? undefined : `${instance.options.name}/${task.id}`;
  if (failureKey !== undefined) {
    const text = FAILURE_FORMATS[failureFormat](failures);
    oss.putObject(fileBucket, failureKey, Buffer.from(text), { contentType: 'text/plain' });
  }
  const ended = { ...result, failureKey, modifiedAt: clock.now() };
  return instance.changeTogether(changes, task, ended);
}
