import type { OssCall, OssReply } from './oss-call.ts';

/** An object that was not there counts as deleted. */
export function deleteObject({ state, bucket, key }: OssCall): OssReply {
  state.deleteObject(bucket, key);
  return { status: 204 };
}
