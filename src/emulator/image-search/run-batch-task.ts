import { posix } from 'node:path';
import { ImageValidator } from '../../image/image-validator.ts';
import { MetaLineParser } from '../../meta/meta-line-parser.ts';
import { META_FILE_NAME } from '../../meta/meta-lint.ts';
import type { ParsedLine } from '../../meta/read/line-reader.ts';
import { objectKeyOf, type PicNameBase } from '../../meta/rules/pic-name.ts';
import type { Clock } from '../../shared/sleep.ts';
import type { OssState } from '../oss/oss-state.ts';
import type { BatchTask } from './batch-task.ts';
import { FAILURE_FORMATS, type FailureFormat } from './failure-formats.ts';
import { galleryRecord } from './gallery-record.ts';
import type { InstanceState } from './instance-state.ts';
import { FIELD_CODES, type LineFailure, SERVICE_CODES } from './line-failure.ts';

export interface TaskSurroundings {
  readonly instance: InstanceState;
  readonly oss: OssState;
  readonly regionId: string;
  readonly clock: Clock;
  readonly picNameBase: PicNameBase;
  /** How long a task runs at least, in ms. */
  readonly taskDurationMs: number;
  /** A failure of the service's own, for one image, on demand. */
  readonly failImage: (image: { readonly productId: string; readonly picName: string }) => string | undefined;
  readonly failureFormat: FailureFormat;
  /** The bucket that failures are written to. */
  readonly failureBucket: string;
}

/** Carries a task out: opens increment.meta and every image it names, fills the gallery, writes the failures. */
export async function runBatchTask(
  task: BatchTask,
  around: TaskSurroundings,
  signal: AbortSignal,
): Promise<void> {
  const { clock, oss, failureBucket, instance } = around;
  const [outcome] = await Promise.all([
    carryOut(task, around, signal),
    clock.sleep(around.taskDurationMs, signal),
  ]);
  if ('fault' in outcome) {
    Object.assign(task, { status: 'FAIL', code: outcome.fault, message: outcome.message });
  } else {
    if (outcome.failures.length > 0) {
      task.failureKey = `${instance.options.name}/${task.id}`;
      const text = FAILURE_FORMATS[around.failureFormat](outcome.failures);
      oss.putObject(failureBucket, task.failureKey, Buffer.from(text), { contentType: 'text/plain' });
    }
    Object.assign(task, { status: 'SUCCESS', code: '0', message: 'success' });
  }
  task.modifiedAt = clock.now();
}

type Outcome =
  | { readonly failures: readonly LineFailure[] }
  | { readonly fault: string; readonly message: string };

async function carryOut(task: BatchTask, around: TaskSurroundings, signal: AbortSignal): Promise<Outcome> {
  const { oss, regionId } = around;
  const folder = task.path.replace(/^\/+|\/+$/g, '');
  if (oss.bucketRegion(task.bucket) !== regionId) {
    return { fault: 'InvalidBucket', message: `bucket ${task.bucket} is not in the region of the instance` };
  }
  const meta = oss.getObject(task.bucket, posix.join(folder, META_FILE_NAME));
  if (meta === undefined)
    return { fault: 'MetaNotExist', message: `no ${META_FILE_NAME} under ${task.path}` };

  const parser = new MetaLineParser({ serviceType: around.instance.options.serviceType });
  const validator = new ImageValidator({ serviceType: around.instance.options.serviceType });
  const failures: LineFailure[] = [];
  for await (const line of parser.parse(meta.bytes)) {
    signal.throwIfAborted();
    const failure = await carryOutLine(line, task, folder, validator, around);
    if (failure !== undefined) failures.push({ Line: line.line, ...namesOf(line), ...failure });
  }
  return { failures };
}

type Reason = Pick<LineFailure, 'Code' | 'Message'>;

async function carryOutLine(
  { record, issues }: ParsedLine,
  task: BatchTask,
  folder: string,
  validator: ImageValidator,
  { instance, oss, picNameBase, failImage }: TaskSurroundings,
): Promise<Reason | undefined> {
  if (record === undefined) return firstReason(issues, 'InvalidMetaItem');
  if (record.operationType === 'DELETE') {
    instance.delete(record.productId, record.picName);
    return undefined;
  }
  const faulty = failImage(record);
  if (faulty !== undefined) return { Code: faulty, Message: `The image could not be processed: ${faulty}` };
  const object = oss.getObject(task.bucket, objectKeyOf(picNameBase, folder, record.picName));
  if (object === undefined) return { Code: 'PicNotExist', Message: `There is no object ${record.picName}` };
  const verdict = await validator.validate(object.bytes);
  if (!verdict.ok) return firstReason(verdict.issues, 'InvalidPicContent');
  return instance.add(galleryRecord(record))
    ? undefined
    : {
        Code: 'InstanceOverQuota',
        Message: `The gallery holds ${instance.options.capacity} images and is full`,
      };
}

interface Fault {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  /** Of increment.meta. */
  readonly field?: string | null;
}

function firstReason(issues: readonly Fault[], otherwise: string): Reason | undefined {
  for (const issue of issues) {
    const code = issue.severity === 'error' ? serviceCode(issue, otherwise) : null;
    if (code !== null) return { Code: code, Message: issue.message };
  }
  return undefined;
}

function serviceCode({ code, field }: Fault, otherwise: string): string | null {
  const ofRules: Readonly<Record<string, string | null | undefined>> = SERVICE_CODES;
  const ofFields: Readonly<Record<string, string | undefined>> = FIELD_CODES;
  const known = ofRules[code];
  return known === undefined ? (ofFields[field ?? ''] ?? otherwise) : known;
}

/** What the line names; nothing when it could not be understood. */
function namesOf({ record }: ParsedLine): Partial<LineFailure> {
  if (record === undefined) return {};
  const { operationType, productId, picName } = record;
  return {
    OperationType: operationType,
    ProductId: productId,
    ...(picName === undefined ? {} : { PicName: picName }),
  };
}
