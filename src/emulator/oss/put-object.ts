import type { OssCall, OssReply } from './oss-call.ts';
import type { StoredObject } from './stored-object.ts';
import { checkDigest, checkOverwrite, refuseConditions, writtenProperties } from './write-rules.ts';

export async function putObject(call: OssCall): Promise<OssReply> {
  const { state, bucket, key, headers } = call;
  refuseConditions(headers);
  checkOverwrite(call);
  const bytes = await call.readBody();
  checkOverwrite(call); // somebody else may have been faster
  checkDigest(headers, bytes);
  const object = state.putObject(bucket, key, bytes, writtenProperties(headers));
  return { status: 200, headers: digestHeaders(object) };
}

/** The headers about bytes that every answer has. */
export const digestHeaders = ({
  etag,
  md5,
  crc64,
}: Pick<StoredObject, 'etag' | 'md5' | 'crc64'>): Record<string, string> => ({
  ETag: `"${etag}"`,
  ...(md5 === undefined ? {} : { 'Content-MD5': md5.toString('base64') }),
  'x-oss-hash-crc64ecma': crc64,
});
