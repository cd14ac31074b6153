import type { NeededRight } from '../../access/is-allowed.ts';
import type { Account } from '../../signature/account.ts';
import type { UploadGrants } from '../../upload/upload-grants.ts';
import type { ImageFault } from '../add-to-gallery.ts';
import type { BatchTask } from '../batch-task.ts';
import type { ExportTask } from '../export-task.ts';
import type { InstanceOptions, InstanceState } from '../instance-state.ts';
import type { KnownPicture } from '../similarity/known-picture.ts';
import type { PicturedRecord, ScoredRecord } from '../similarity/pictures.ts';

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
  startExport(instance: InstanceState): ExportTask;
  /** A URL of a file that a task or an export has left, valid for two hours; empty when it has left none. */
  fileUrl(key: string | undefined): string;
  /** The images, the most alike first. */
  ranked(wanted: KnownPicture, images: readonly PicturedRecord[]): Promise<readonly ScoredRecord[]>;
}

export type RpcAnswer = Readonly<Record<string, unknown>>;

interface AnyOperation {
  readonly version: '2020-12-14' | '2019-12-19' | '2015-04-01';
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
  /** What a caller needs a right to; undefined when everybody may make the call. */
  readonly right: NeededRight | undefined;
  readonly run: (
    parameters: RpcParameters,
    server: RpcServer,
    caller: Account,
  ) => RpcAnswer | Promise<RpcAnswer>;
}

export type RpcOperation = InstanceOperation | ServiceOperation;

interface RpcRate {
  readonly perSecond: (options: InstanceOptions) => number;
  /** Of the refusal `DeniedRequest`: the documents give 403, and 400 for Detail alone. */
  readonly status: 400 | 403;
}

/** Of the queries: as many a second as were bought with the instance. */
export const PURCHASED_RATE: RpcRate = {
  perSecond: ({ queriesPerSecond }) => queriesPerSecond,
  status: 403,
};

/** Required parameters without a documented code: the gateway answers `Missing` and the parameter's name. */
export const named = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, `Missing${name}`]));
