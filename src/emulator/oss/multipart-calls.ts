import { resolveByteRange } from './byte-range.ts';
import { findCopySource } from './copy-source.ts';
import { MOST_PART_NUMBER, type MultipartUpload } from './multipart-uploads.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { xmlDate, xmlReply } from './oss-xml.ts';
import { digestHeaders } from './put-object.ts';
import { encoding, integerParameter, parameter } from './query-parameters.ts';
import { COPY_CONDITIONS, checkReadConditions } from './read-conditions.ts';
import { checkDigest, checkOverwrite, refuseConditions, writtenProperties } from './write-rules.ts';

export function initiateMultipartUpload(call: OssCall): OssReply {
  const { state, bucket, key, headers } = call;
  const encode = encoding(call);
  refuseConditions(headers);
  checkOverwrite(call);
  const { id } = state.uploads.initiate(bucket, key, writtenProperties(headers));
  return xmlReply('InitiateMultipartUploadResult', {
    EncodingType: call.query.get('encoding-type'),
    Bucket: bucket,
    Key: encode(key),
    UploadId: id,
  });
}

export async function uploadPart(call: OssCall): Promise<OssReply> {
  const number = partNumber(call);
  const upload = uploadOf(call);
  const bytes = await call.readBody();
  checkDigest(call.headers, bytes);
  return { status: 200, headers: digestHeaders(call.state.uploads.putPart(upload, number, bytes)) };
}

/** Makes a part of an object, or of a range of it; a range that is none, or goes beyond the object, copies the whole. */
export function uploadPartCopy(call: OssCall): OssReply {
  const { state, headers } = call;
  const number = partNumber(call);
  const upload = uploadOf(call);
  const { object } = findCopySource(call);
  const unchanged = checkReadConditions(headers, object, COPY_CONDITIONS);
  if (unchanged !== undefined) return unchanged;
  const range = resolveByteRange(headers['x-oss-copy-source-range'], object.bytes.length, false);
  // A copy, as a view would keep the whole source in memory.
  const bytes =
    range.kind === 'part' ? Buffer.from(object.bytes.subarray(range.first, range.last + 1)) : object.bytes;
  const part = state.uploads.putPart(upload, number, bytes);
  return xmlReply(
    'CopyPartResult',
    { LastModified: xmlDate(part.lastModified), ETag: `"${part.etag}"` },
    { ETag: `"${part.etag}"`, 'x-oss-hash-crc64ecma': part.crc64 },
  );
}

export function abortMultipartUpload(call: OssCall): OssReply {
  call.state.uploads.end(uploadOf(call));
  return { status: 204 };
}

/** The unfinished upload that the query names. */
export const uploadOf = (call: OssCall): MultipartUpload =>
  call.state.uploads.get(call.bucket, call.key, parameter(call, 'uploadId'));

const partNumber = (call: OssCall): number =>
  integerParameter(call, 'partNumber', { least: 1, most: MOST_PART_NUMBER });
