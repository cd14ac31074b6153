import type { BatchTask } from './batch-task.ts';
import type { InstanceState } from './instance-state.ts';
import { RpcRefusal } from './rpc-refusal.ts';

/** The parameters of a call, wherever they stood: both the query and the form are read. */
export type RpcParameters = Readonly<Record<string, string | undefined>>;

/** What operations reach for. */
export interface RpcServer {
  readonly regionId: string;
  startTask(
    instance: InstanceState,
    about: Pick<BatchTask, 'bucket' | 'path' | 'callbackAddress'>,
  ): BatchTask;
  /** A URL of the task's failures, or empty when it has none. */
  errorUrl(task: BatchTask): string;
}

interface RpcOperation {
  /** Each must be there and not empty. */
  readonly required: readonly string[];
  /** What an unknown instance is answered with: the console's operations have codes of their own. */
  readonly unknownInstance: string;
  readonly run: (
    parameters: RpcParameters,
    instance: InstanceState,
    server: RpcServer,
  ) => Readonly<Record<string, unknown>>;
}

/** The operations of API 2020-12-14 that are here, by `x-acs-action`. */
export const RPC_OPERATIONS = {
  Detail: {
    required: ['InstanceName'],
    unknownInstance: 'Console.InstanceNotFound',
    run: (_, instance, { regionId }) => ({
      Success: true,
      Instance: {
        Name: instance.options.name,
        Region: regionId,
        ServiceType: instance.serviceTypeNumber,
        Capacity: Math.ceil(instance.options.capacity / 10_000),
        Qps: instance.options.queriesPerSecond,
        TotalCount: instance.images,
        UtcCreate: String(instance.createdAt),
        UtcExpireTime: String(instance.createdAt + YEAR_MS),
      },
    }),
  },
  IncreaseInstance: {
    required: ['InstanceName', 'BucketName', 'Path'],
    unknownInstance: 'Console.InstanceNotFound',
    run: ({ BucketName = '', Path = '', CallbackAddress = '' }, instance, server) => {
      if (!Path.startsWith('/') || (Path !== '/' && Path.endsWith('/'))) {
        throw new RpcRefusal(
          400,
          'Console.BadRequest',
          `Path must start with / and not end with one: ${Path}`,
        );
      }
      if (CallbackAddress !== '' && !/^https?:\/\//.test(CallbackAddress)) {
        throw new RpcRefusal(
          400,
          'Console.BadRequest',
          'CallbackAddress must start with http:// or https://',
        );
      }
      if (instance.tasks.some(({ status }) => status === 'PROCESSING')) {
        throw new RpcRefusal(
          409,
          'Console.IncrementStatusError',
          'Current Increment status not supported this opreate.',
        );
      }
      const task = server.startTask(instance, {
        bucket: BucketName,
        path: Path,
        callbackAddress: CallbackAddress,
      });
      return { Success: true, Data: { Id: String(task.id), IncrementStatus: task.status } };
    },
  },
  IncreaseList: {
    required: ['InstanceName'],
    unknownInstance: 'Console.InstanceNotFound',
    run: ({ Id, BucketName, Path, PageNumber, PageSize }, instance, server) => {
      const page = wholeNumber('PageNumber', PageNumber, 1, 499); // its 500 is exclusive, that of PageSize is not
      const size = wholeNumber('PageSize', PageSize, 10, 500);
      const matching = instance.tasks
        .filter(
          ({ id, bucket, path }) =>
            (!Id || id === Number(Id)) && (!BucketName || bucket === BucketName) && (!Path || path === Path),
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
  },
  CheckImageExists: {
    required: ['InstanceName', 'ProductId', 'PicName'],
    unknownInstance: 'InvalidInstance',
    run: ({ ProductId = '', PicName = '' }, instance) => {
      const found = instance.find(ProductId, PicName);
      return {
        Success: true,
        Code: 0,
        Msg: 'success',
        Exists: found !== undefined,
        ...(found && { Auctions: found }),
      };
    },
  },
} as const satisfies Record<string, RpcOperation>;

const YEAR_MS = 365 * 24 * 3_600_000;

function wholeNumber(name: string, value: string | undefined, otherwise: number, most: number): number {
  const number = value ? Number(value) : otherwise;
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new RpcRefusal(400, 'Console.BadRequest', `${name} must be an integer from 1 to ${most}: ${value}`);
}

/** A task as IncreaseList words it: the id a number here, one time a string and the other a number. */
const listed = (task: BatchTask, server: RpcServer) => ({
  Id: task.id,
  BucketName: task.bucket,
  Path: task.path,
  CallbackAddress: task.callbackAddress,
  Status: task.status,
  Code: task.code,
  Msg: task.message,
  ErrorUrl: server.errorUrl(task),
  UtcCreate: String(task.createdAt),
  UtcModified: task.modifiedAt,
});
