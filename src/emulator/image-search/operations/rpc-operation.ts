import type { UploadGrants } from '../../upload/upload-grants.ts';
import type { ImageFault } from '../add-to-gallery.ts';
import type { BatchTask } from '../batch-task.ts';
import type { InstanceOptions, InstanceState } from '../instance-state.ts';

/** The parameters of a call, wherever they stood: both the query and the form are read. */
export type RpcParameters = Readonly<Record<string, string | undefined>>;

/** What operations reach for. */
export interface RpcServer {
  readonly regionId: string;
  readonly failImage: ImageFault;
  readonly uploads: UploadGrants;
  /** Where uploads go, by https: `127.0.0.1:PORT`. */
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
  /** What must be there and not empty, with the code of its absence, in the order that is looked at. */
  readonly required: Readonly<Record<string, string>>;
}

/** An operation of one instance, which `InstanceName` names. */
export interface InstanceOperation extends AnyOperation {
  /** What an unknown instance is answered with: the console's operations have codes of their own. */
  readonly unknownInstance: string;
  /** How often an instance may be asked; absent where nothing is documented. */
  readonly rate?: RpcRate | undefined;
  readonly run: (
    parameters: RpcParameters,
    instance: InstanceState,
    server: RpcServer,
  ) => RpcAnswer | Promise<RpcAnswer>;
}

/** An operation beside all instances. */
export interface ServiceOperation extends AnyOperation {
  readonly run: (parameters: RpcParameters, server: RpcServer) => RpcAnswer | Promise<RpcAnswer>;
}

export type RpcOperation = InstanceOperation | ServiceOperation;

interface RpcRate {
  readonly perSecond: (options: InstanceOptions) => number;
  /** Of the refusal `DeniedRequest`: the documents give 403, and 400 for Detail alone. */
  readonly status: 400 | 403;
}

/** Parameters whose absence the gateway words by their names: there is no documented code for it. */
export const named = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, `Missing${name}`]));
