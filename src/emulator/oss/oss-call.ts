import type { RequestHeaders } from '../signature/signed-request.ts';
import type { OssState } from './oss-state.ts';

/** A verified request to an existing bucket, as the handler of an operation gets it. */
export interface OssCall {
  readonly state: OssState;
  readonly bucket: string;
  /** Empty in a request to the bucket itself. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: RequestHeaders;
  /** @throws {RequestAborted} when the client goes away before the body is complete. */
  readonly readBody: () => Promise<Buffer>;
}

export interface OssReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Left out of the answer to HEAD, which still tells its length. */
  readonly body?: Buffer | string | undefined;
}

export type OssHandler = (call: OssCall) => OssReply | Promise<OssReply>;
