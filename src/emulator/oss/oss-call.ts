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
  /** In ms since 1970. */
  readonly now: () => number;
  /**
   * @param mostBytes the longest body that the operation takes. @default the longest that the server takes
   * @throws {OssRefusal} for a longer one
   * @throws {RequestAborted} when the client goes away before the body is complete
   */
  readonly readBody: (mostBytes?: number) => Promise<Buffer>;
}

export interface OssReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Not sent in answer to HEAD, whose Content-Length still counts it. */
  readonly body?: Buffer | string | undefined;
}

export type OssHandler = (call: OssCall) => OssReply | Promise<OssReply>;
