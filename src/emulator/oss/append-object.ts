import { crc64 } from '../../shared/text/crc64.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { OssRefusal, ossRefusal, refuse } from './oss-refusal.ts';
import { digestHeaders } from './put-object.ts';
import { integerParameter } from './query-parameters.ts';
import { etagOf, MOST_OBJECT_BYTES, md5Of, type StoredObject } from './stored-object.ts';
import { checkDigest, refuseConditions, writtenProperties } from './write-rules.ts';

/** Appends to an object that began with an append at position 0; only that one says what the object's headers are. */
export async function appendObject(call: OssCall): Promise<OssReply> {
  const { state, bucket, key, headers } = call;
  refuseConditions(headers);
  if (!call.query.has('position')) refuse('MissingPosition', { ArgumentName: 'position' });
  const position = integerParameter(call, 'position', { least: 0, most: Number.MAX_SAFE_INTEGER });
  objectOfLength(call, position);
  const bytes = await call.readBody();
  checkDigest(headers, bytes);
  const before = objectOfLength(call, position); // somebody else may have been faster
  if (position + bytes.length > MOST_OBJECT_BYTES) {
    refuse('EntityTooLarge', { MaxSizeAllowed: String(MOST_OBJECT_BYTES) });
  }
  const whole = before === undefined ? bytes : Buffer.concat([before.bytes, bytes]);
  const { contentType, headers: kept } = before ?? writtenProperties(headers);
  const object = state.putObject(bucket, key, whole, {
    contentType,
    headers: kept,
    origin: { type: 'Appendable', etag: nextEtag(before, bytes), crc64: crc64(bytes, before?.crc64) },
  });
  return { status: 200, headers: { ...digestHeaders(object), ...appendHeaders(object) } };
}

/** The header that tells where the next append to an object begins, if one is possible. */
export const appendHeaders = ({ type, bytes }: StoredObject): Record<string, string> =>
  type === 'Appendable' ? { 'x-oss-next-append-position': String(bytes.length) } : {};

function objectOfLength({ state, bucket, key }: OssCall, position: number): StoredObject | undefined {
  const object = state.getObject(bucket, key);
  if (object !== undefined && object.type !== 'Appendable') refuse('ObjectNotAppendable', { Key: key });
  const length = object?.bytes.length ?? 0;
  if (position === length) return object;
  throw new OssRefusal(ossRefusal('PositionNotEqualToLength', { Key: key }), {
    'x-oss-next-append-position': String(length),
  });
}

/** Not an MD5 of the whole, as the documents say, and another one after each append: the digest of the last with the new bytes'. */
function nextEtag(before: StoredObject | undefined, bytes: Buffer): string {
  const [digest = '', count = '0'] = before?.etag.split('-') ?? [];
  return `${etagOf(md5Of(Buffer.concat([Buffer.from(digest, 'hex'), md5Of(bytes)])))}-${Number(count) + 1}`;
}
