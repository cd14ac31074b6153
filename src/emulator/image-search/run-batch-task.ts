import { posix } from 'node:path';
import { ImageValidator } from '../../image/image-validator.ts';
import { MetaLineParser } from '../../meta/meta-line-parser.ts';
import { META_FILE_NAME } from '../../meta/model/meta-file-name.ts';
import { objectKeyOf, type PicNameBase } from '../../meta/model/pic-name.ts';
import type { ParsedLine } from '../../meta/read/line-reader.ts';
import type { Clock } from '../../shared/sleep.ts';
import type { OssState } from '../oss/oss-state.ts';
import { addToGallery, type ImageFault } from './add-to-gallery.ts';
import type { BatchTask } from './batch-task.ts';
import { FAILURE_FORMATS, type FailureFormat } from './failure-formats.ts';
import type { InstanceState } from './instance-state.ts';
import type { LineFailure } from './line-failure.ts';
import { firstReason, type Reason } from './service-reason.ts';

export interface TaskContext {
  readonly instance: InstanceState;
  readonly oss: OssState;
  readonly regionId: string;
  readonly clock: Clock;
  readonly picNameBase: PicNameBase;
  /** The shortest time that a task runs, in ms. */
  readonly taskDurationMs: number;
  /** Lets single images fail on demand. */
  readonly failImage: ImageFault;
  readonly failureFormat: FailureFormat;
  /** The bucket that failures are written to. */
  readonly failureBucket: string;
}

/** Runs a task: reads increment.meta and every image it names, fills the gallery, and writes the failure file. */
export async function runBatchTask(
  task: BatchTask,
  context: TaskContext,
  signal: AbortSignal,
): Promise<void> {
  const { clock, oss, failureBucket, instance } = context;
  const [outcome] = await Promise.all([
    carryOut(task, context, signal),
    clock.sleep(context.taskDurationMs, signal),
  ]);
  signal.throwIfAborted();
  const modifiedAt = clock.now();
  if ('fault' in outcome) {
    const { fault: code, message } = outcome;
    instance.changeTask(task, { status: 'FAIL', code, message, modifiedAt });
    return;
  }
  const failureKey = outcome.failures.length === 0 ? undefined : `${instance.options.name}/${task.id}`;
  if (failureKey !== undefined) {
    const text = FAILURE_FORMATS[context.failureFormat](outcome.failures);
    oss.putObject(failureBucket, failureKey, Buffer.from(text), { contentType: 'text/plain' });
  }
  instance.changeTask(task, { status: 'SUCCESS', code: '0', message: 'success', failureKey, modifiedAt });
}

type Outcome =
  | { readonly failures: readonly LineFailure[] }
  | { readonly fault: string; readonly message: string };

async function carryOut(task: BatchTask, context: TaskContext, signal: AbortSignal): Promise<Outcome> {
  const { oss, regionId } = context;
  const folder = task.path.replace(/^\/+|\/+$/g, '');
  if (oss.bucketRegion(task.bucket) !== regionId) {
    return { fault: 'InvalidBucket', message: `bucket ${task.bucket} is not in the region of the instance` };
  }
  const meta = oss.getObject(task.bucket, posix.join(folder, META_FILE_NAME));
  if (meta === undefined)
    return { fault: 'MetaNotExist', message: `no ${META_FILE_NAME} under ${task.path}` };

  const parser = new MetaLineParser({ serviceType: context.instance.options.serviceType });
  const validator = new ImageValidator({ serviceType: context.instance.options.serviceType });
  const failures: LineFailure[] = [];
  for await (const line of parser.parse(meta.bytes)) {
    signal.throwIfAborted();
    const failure = await carryOutLine(line, task, folder, validator, context, signal);
    if (failure !== undefined) failures.push({ Line: line.line, ...namesOf(line), ...failure });
  }
  return { failures };
}

async function carryOutLine(
  { record, issues }: ParsedLine,
  task: BatchTask,
  folder: string,
  validator: ImageValidator,
  { instance, oss, picNameBase, failImage }: TaskContext,
  signal: AbortSignal,
): Promise<Reason | undefined> {
  if (record === undefined) return firstReason(issues, 'InvalidMetaItem');
  if (record.operationType === 'DELETE') {
    instance.delete(record.productId, record.picName);
    return undefined;
  }
  const key = objectKeyOf(picNameBase, folder, record.picName);
  const read = () => oss.getObject(task.bucket, key)?.bytes;
  const taken = await addToGallery(record, read, { instance, validator, failImage, signal });
  return 'reason' in taken ? taken.reason : undefined;
}

/** The names in the line; none when the line could not be read. */
function namesOf({ record }: ParsedLine): Partial<LineFailure> {
  if (record === undefined) return {};
  const { operationType, productId, picName } = record;
  return { OperationType: operationType, ProductId: productId, PicName: picName };
}
