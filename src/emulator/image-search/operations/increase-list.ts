import type { BatchTask } from '../batch-task.ts';
import { wholeNumber } from './numbers.ts';
import { type InstanceOperation, named, type RpcServer } from './rpc-operation.ts';

export const increaseList: InstanceOperation = {
  version: '2020-12-14',
  required: named('InstanceName'),
  unknownInstance: 'Console.InstanceNotFound',
  rate: { perSecond: () => 1, status: 403 },
  run: ({ Id, BucketName, Path, PageNumber, PageSize }, instance, server) => {
    const wanted = Id ? wholeNumber('Id', Id, Number.MAX_SAFE_INTEGER) : undefined;
    const page = wholeNumber('PageNumber', PageNumber || '1', 499); // its 500 is exclusive, that of PageSize is not
    const size = wholeNumber('PageSize', PageSize || '10', 500);
    const matching = instance.tasks
      .filter(
        ({ id, bucket, path }) =>
          (wanted === undefined || id === wanted) &&
          (!BucketName || bucket === BucketName) &&
          (!Path || path === Path),
      )
      .toReversed(); // newest first
    return {
      Data: {
        Increments: {
          Instance: matching.slice((page - 1) * size, page * size).map((task) => listed(task, server)),
        },
        PageNumber: page,
        PageSize: size,
        TotalCount: matching.length,
      },
    };
  },
};

/** A task in the fields of IncreaseList: the id is a number, UtcCreate a string and UtcModified a number. */
const listed = (task: BatchTask, server: RpcServer) => ({
  Id: task.id,
  BucketName: task.bucket,
  Path: task.path,
  CallbackAddress: task.callbackAddress,
  Status: task.status,
  Code: task.code,
  Msg: task.message,
  ErrorUrl: server.fileUrl(task.failureKey),
  UtcCreate: String(task.createdAt),
  UtcModified: task.modifiedAt,
});
