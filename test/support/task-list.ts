import type { TaskRef } from '../../src/task/calls/task-ref.ts';
import { type Fault, replyJson } from './fault-server.ts';

/** Of the task that `taskItem(1, …)` is. */
export const taskRef = (more: Partial<TaskRef> = {}): TaskRef => ({
  version: 1,
  region: 'cn-shanghai',
  instance: 'emulated',
  id: '1',
  bucket: 'emulated-bucket',
  path: '/spring',
  ...more,
});

/** An item of IncreaseList, as the service words it. */
export const taskItem = (Id: number, Status: string) => ({
  Id,
  BucketName: 'emulated-bucket',
  Path: '/spring',
  CallbackAddress: '',
  Status,
  Code: '0',
  Msg: 'm',
  ErrorUrl: '',
  UtcCreate: '1',
  UtcModified: 2,
});

/** An answer to IncreaseList. */
export const listReply = (tasks: readonly unknown[], TotalCount = tasks.length): Fault =>
  replyJson(200, { Data: { Increments: { Instance: tasks }, TotalCount } });
