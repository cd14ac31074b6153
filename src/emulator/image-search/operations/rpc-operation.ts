import type { UploadGrants } from '../../upload/upload-grants.ts';
import type { ImageFault } from '../add-to-gallery.ts';
import type { BatchTask } from '../batch-task.ts';
import type { InstanceOptions, InstanceState } from '../instance-state.ts';

/** The parameters of a call, from query and form. */
export type RpcParameters = Readonly<Record<string, string | undefined>>;

/** What operations need of the server. */
export interface RpcServer {
  readonly regionId: string;
  readonly failImage: ImageFault;
  readonly uploads: UploadGrants;
  /** Host of the upload server, which speaks https: `127.0.0.1:PORT`. */
  readonly uploadHost: string;
  startTask(
    instance: InstanceState,
    about: Pick<BatchTask, 'bucket' | 'path' | 'callbackAddress'>,
  ): BatchTask;
  /** A URL of the task's failures, or empty when it has none. */
  errorUrl(task: BatchTask): string;
}

export type RpcAnswer = Readonly<Record<string, unknown>>;

interface AnyOperation {
  readonly version: '2020-12-14' | '2019-12-19';
  /** Parameters that must not be missing or empty, with the code for that, in the order of the checks. */
  readonly required: Readonly<Record<string, string>>;
}

/** An operation on the instance that `InstanceName` names. */
export interface InstanceOperation extends AnyOperation {
  /** The code for an unknown instance: the console's operations have codes of their own. */
  readonly unknownInstance: string;
  /** How often an instance may be called; absent where no limit is documented. */
  readonly rate?: RpcRate | undefined;
  readonly run: (
    parameters: RpcParameters,
    instance: InstanceState,
    server: RpcServer,
  ) => RpcAnswer | Promise<RpcAnswer>;
}

/** An operation that concerns no instance. */
export interface ServiceOperation extends AnyOperation {
  readonly run: (parameters: RpcParameters, server: RpcServer) => RpcAnswer | Promise<RpcAnswer>;
}

export type RpcOperation = InstanceOperation | ServiceOperation;

interface RpcRate {
  readonly perSecond: (options: InstanceOptions) => number;
  /** Of the refusal `DeniedRequest`: the documents give 403, and 400 for Detail alone. */
  readonly status: 400 | 403;
}

/** Required parameters without a documented code: the gateway answers `Missing` and the parameter's name. */
export const named = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, `Missing${name}`]));
