import { OSS_OWNER } from './bucket-info.ts';
import { rollUp } from './list-page.ts';
import { uploadOf } from './multipart-calls.ts';
import type { MultipartUpload } from './multipart-uploads.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { xmlDate, xmlReply } from './oss-xml.ts';
import { encoding, integerParameter, parameter } from './query-parameters.ts';
import { byUtf8 } from './utf8-order.ts';

const PAGE = { least: 1, most: 1000, otherwise: 1000 };

/** The parts of one upload, by number. */
export function listParts(call: OssCall): OssReply {
  const { id, bucket, key, parts } = uploadOf(call);
  const marker = integerParameter(call, 'part-number-marker', { least: 0, most: 10 ** 9, otherwise: 0 });
  const maxParts = integerParameter(call, 'max-parts', PAGE);
  const left = [...parts.values()]
    .filter(({ number }) => number > marker)
    .toSorted((one, other) => one.number - other.number);
  const page = left.slice(0, maxParts);
  return xmlReply('ListPartsResult', {
    EncodingType: call.query.get('encoding-type'),
    Bucket: bucket,
    Key: encoding(call)(key),
    UploadId: id,
    StorageClass: 'Standard',
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? marker,
    MaxParts: maxParts,
    IsTruncated: left.length > page.length,
    Part: page.map(({ number, lastModified, etag, crc64, bytes }) => ({
      PartNumber: number,
      LastModified: xmlDate(lastModified),
      ETag: `"${etag}"`,
      HashCrc64ecma: crc64,
      Size: bytes.length,
    })),
  });
}

/** The unfinished uploads to a bucket, by key and then by id. */
export function listMultipartUploads(call: OssCall): OssReply {
  const encode = encoding(call);
  const [prefix, delimiter, keyMarker, idMarker] = [
    parameter(call, 'prefix'),
    parameter(call, 'delimiter'),
    parameter(call, 'key-marker'),
    parameter(call, 'upload-id-marker'),
  ];
  const maxUploads = integerParameter(call, 'max-uploads', PAGE);
  const uploads: MultipartUpload[] = [];
  const commonPrefixes: string[] = [];
  let last = { key: keyMarker, id: idMarker };
  let isTruncated = false;
  for (const upload of inOrder(call.state.uploads.of(call.bucket))) {
    if (!upload.key.startsWith(prefix) || !isAfter(upload, keyMarker, idMarker)) continue;
    const rolledUp = rollUp(upload.key, { prefix, delimiter });
    if (rolledUp !== undefined && rolledUp === last.key) continue;
    isTruncated = uploads.length + commonPrefixes.length === maxUploads;
    if (isTruncated) break;
    if (rolledUp === undefined) uploads.push(upload);
    else commonPrefixes.push(rolledUp);
    last = rolledUp === undefined ? upload : { key: rolledUp, id: '' };
  }
  return xmlReply('ListMultipartUploadsResult', {
    EncodingType: call.query.get('encoding-type'),
    Bucket: call.bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: isTruncated ? encode(last.key) : '',
    NextUploadIdMarker: isTruncated ? last.id : '',
    Delimiter: encode(delimiter),
    Prefix: encode(prefix),
    MaxUploads: maxUploads,
    IsTruncated: isTruncated,
    Upload: uploads.map(({ key, id, initiatedAt }) => ({
      Key: encode(key),
      UploadId: id,
      StorageClass: 'Standard',
      Initiated: xmlDate(initiatedAt),
      Owner: OSS_OWNER,
    })),
    CommonPrefixes: commonPrefixes.map((one) => ({ Prefix: encode(one) })),
  });
}

const inOrder = (uploads: readonly MultipartUpload[]): readonly MultipartUpload[] =>
  uploads.toSorted((one, other) => byUtf8(one.key, other.key) || (one.id < other.id ? -1 : 1));

/** Without an id, the uploads to the marker's key itself are over. */
function isAfter({ key, id }: MultipartUpload, keyMarker: string, idMarker: string): boolean {
  const order = byUtf8(key, keyMarker);
  return order > 0 || (order === 0 && idMarker !== '' && id > idMarker);
}
