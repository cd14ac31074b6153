import { encodePath } from '../../shared/http/percent-encode.ts';
import { uploadOf } from './multipart-calls.ts';
import { LEAST_PART_BYTES, type MultipartUpload, type UploadedPart } from './multipart-uploads.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
import { xmlReply } from './oss-xml.ts';
import { digestHeaders } from './put-object.ts';
import { encoding } from './query-parameters.ts';
import { childrenOf, childText, MOST_XML_BYTES, malformed, readXml, type XmlElement } from './read-xml.ts';
import { etagOf, md5Of } from './stored-object.ts';
import { checkDigest, checkOverwrite, refuseConditions } from './write-rules.ts';

/** Joins the listed parts, or all of them, to the object. A request that is refused leaves the upload as it was. */
export async function completeMultipartUpload(call: OssCall): Promise<OssReply> {
  const { state, bucket, key, headers } = call;
  const encode = encoding(call);
  refuseConditions(headers);
  uploadOf(call);
  const body = await call.readBody(MOST_XML_BYTES);
  checkDigest(headers, body);
  const upload = uploadOf(call); // it may have been completed or aborted meanwhile
  const parts = isForAll(call, body) ? allParts(upload) : listedParts(upload, body);
  for (const part of parts.slice(0, -1)) checkSize(part);
  checkOverwrite(call);
  const object = state.putObject(bucket, key, Buffer.concat(parts.map(({ bytes }) => bytes)), {
    ...upload.properties,
    origin: { type: 'Multipart', etag: joinedEtag(parts) },
  });
  state.uploads.end(upload);
  return xmlReply(
    'CompleteMultipartUploadResult',
    {
      EncodingType: call.query.get('encoding-type'),
      Location: `http://${bucket}.oss-${state.bucketRegion(bucket)}.aliyuncs.com${encodePath(`/${key}`)}`,
      Bucket: bucket,
      Key: encode(key),
      ETag: `"${object.etag}"`,
    },
    digestHeaders(object),
  );
}

const COMPLETE_ALL = 'x-oss-complete-all';

function isForAll({ headers }: OssCall, body: Buffer): boolean {
  const value = headers[COMPLETE_ALL];
  if (value === undefined) return false;
  if (value === 'yes' && body.length === 0) return true;
  const details = { ArgumentName: COMPLETE_ALL, ArgumentValue: value };
  return refuse(
    'InvalidArgument',
    details,
    `${COMPLETE_ALL} must be yes, and the request must have no body.`,
  );
}

function allParts({ parts, id }: MultipartUpload): readonly UploadedPart[] {
  if (parts.size === 0) refuse('InvalidPart', { UploadId: id });
  return [...parts.values()].toSorted((one, other) => one.number - other.number);
}

function listedParts({ parts, id }: MultipartUpload, body: Buffer): readonly UploadedPart[] {
  const listed = childrenOf(readXml(body, 'CompleteMultipartUpload'), 'Part').map(readPart);
  if (listed.length === 0) malformed('it must list the parts');
  return listed.map(({ number, etag }, i) => {
    if (number <= (listed[i - 1]?.number ?? 0)) refuse('InvalidPartOrder', { UploadId: id });
    const part = parts.get(number);
    return part?.etag === etag ? part : refuse('InvalidPart', { UploadId: id, PartNumber: String(number) });
  });
}

function readPart(part: XmlElement): { readonly number: number; readonly etag: string } {
  const number = childText(part, 'PartNumber')?.trim() ?? '';
  const etag = childText(part, 'ETag')?.trim().replace(/^"|"$/g, '');
  if (!/^\d{1,9}$/.test(number) || etag === undefined)
    malformed('each Part must have a PartNumber and an ETag');
  return { number: Number(number), etag: etag ?? '' };
}

function checkSize({ number, bytes }: UploadedPart): void {
  if (bytes.length >= LEAST_PART_BYTES) return;
  refuse('EntityTooSmall', {
    PartNumber: String(number),
    ProposedSize: String(bytes.length),
    MinSizeAllowed: String(LEAST_PART_BYTES),
  });
}

const joinedEtag = (parts: readonly UploadedPart[]): string =>
  `${etagOf(md5Of(Buffer.concat(parts.map(({ md5 }) => md5))))}-${parts.length}`;
