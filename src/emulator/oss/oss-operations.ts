import type { RequestHeaders } from '../signature/signed-request.ts';
import { appendObject } from './append-object.ts';
import { getBucketAcl, getBucketInfo, getBucketLocation, getBucketStat } from './bucket-info.ts';
import { completeMultipartUpload } from './complete-upload.ts';
import { copyObject } from './copy-object.ts';
import { COPY_SOURCE } from './copy-source.ts';
import { deleteMultipleObjects, deleteObject } from './delete-object.ts';
import { getObject, getObjectMeta, headObject, RESPONSE_PARAMETERS } from './get-object.ts';
import { LIST_PARAMETERS, listObjects, listObjectsV2 } from './list-objects.ts';
import { listMultipartUploads, listParts } from './list-uploads.ts';
import {
  abortMultipartUpload,
  initiateMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from './multipart-calls.ts';
import type { OssAddress } from './oss-address.ts';
import type { OssHandler } from './oss-call.ts';
import { putObject } from './put-object.ts';

export type OssLevel = 'service' | 'bucket' | 'object';

export interface OssOperation {
  readonly name: string;
  readonly method: string;
  readonly level: OssLevel;
  /** Parameters that the query must have, `name` or `name=value`. */
  readonly marks?: readonly string[] | undefined;
  /** A header that the request must have. */
  readonly header?: string | undefined;
  /** Other sub-resources that it understands. */
  readonly takes?: readonly string[] | undefined;
  /** Whether it makes its bucket, which therefore need not be there. */
  readonly makesBucket?: boolean | undefined;
  /** Undefined for an operation that the emulator knows by name only. */
  readonly handle?: OssHandler | undefined;
}

/** The operations of OSS, implemented or known by name. The first row that fits is used, so rows with marks come first. */
const OSS_OPERATIONS: readonly OssOperation[] = [
  {
    ...{ name: 'UploadPartCopy', method: 'PUT', level: 'object', marks: ['uploadId'] },
    ...{ header: COPY_SOURCE, takes: ['partNumber'], handle: uploadPartCopy },
  },
  { name: 'CopyObject', method: 'PUT', level: 'object', header: COPY_SOURCE, handle: copyObject },
  {
    ...{ name: 'UploadPart', method: 'PUT', level: 'object', marks: ['uploadId'] },
    ...{ takes: ['partNumber'], handle: uploadPart },
  },
  { name: 'PutObjectACL', method: 'PUT', level: 'object', marks: ['acl'] },
  { name: 'PutObjectTagging', method: 'PUT', level: 'object', marks: ['tagging'] },
  { name: 'PutSymlink', method: 'PUT', level: 'object', marks: ['symlink'] },
  { name: 'PutObject', method: 'PUT', level: 'object', handle: putObject },

  { name: 'ListParts', method: 'GET', level: 'object', marks: ['uploadId'], handle: listParts },
  { name: 'GetObjectACL', method: 'GET', level: 'object', marks: ['acl'] },
  { name: 'GetObjectTagging', method: 'GET', level: 'object', marks: ['tagging'] },
  { name: 'GetSymlink', method: 'GET', level: 'object', marks: ['symlink'] },
  { name: 'GetObject', method: 'GET', level: 'object', takes: RESPONSE_PARAMETERS, handle: getObject },

  { name: 'GetObjectMeta', method: 'HEAD', level: 'object', marks: ['objectMeta'], handle: getObjectMeta },
  { name: 'HeadObject', method: 'HEAD', level: 'object', handle: headObject },

  {
    ...{ name: 'AbortMultipartUpload', method: 'DELETE', level: 'object', marks: ['uploadId'] },
    handle: abortMultipartUpload,
  },
  { name: 'DeleteObjectTagging', method: 'DELETE', level: 'object', marks: ['tagging'] },
  { name: 'DeleteObject', method: 'DELETE', level: 'object', handle: deleteObject },

  {
    ...{ name: 'InitiateMultipartUpload', method: 'POST', level: 'object', marks: ['uploads'] },
    ...{ takes: ['sequential'], handle: initiateMultipartUpload },
  },
  {
    ...{ name: 'CompleteMultipartUpload', method: 'POST', level: 'object', marks: ['uploadId'] },
    handle: completeMultipartUpload,
  },
  {
    ...{ name: 'AppendObject', method: 'POST', level: 'object', marks: ['append'] },
    ...{ takes: ['position'], handle: appendObject },
  },
  { name: 'RestoreObject', method: 'POST', level: 'object', marks: ['restore'] },

  { name: 'GetBucketInfo', method: 'GET', level: 'bucket', marks: ['bucketInfo'], handle: getBucketInfo },
  {
    name: 'GetBucketLocation',
    method: 'GET',
    level: 'bucket',
    marks: ['location'],
    handle: getBucketLocation,
  },
  { name: 'GetBucketACL', method: 'GET', level: 'bucket', marks: ['acl'], handle: getBucketAcl },
  { name: 'GetBucketStat', method: 'GET', level: 'bucket', marks: ['stat'], handle: getBucketStat },
  {
    ...{ name: 'ListMultipartUploads', method: 'GET', level: 'bucket', marks: ['uploads'] },
    handle: listMultipartUploads,
  },
  {
    name: 'ListObjectsV2',
    method: 'GET',
    level: 'bucket',
    marks: ['list-type=2'],
    takes: [...LIST_PARAMETERS, 'continuation-token', 'start-after', 'fetch-owner'],
    handle: listObjectsV2,
  },
  {
    name: 'ListObjects',
    method: 'GET',
    level: 'bucket',
    takes: [...LIST_PARAMETERS, 'marker'],
    handle: listObjects,
  },

  { name: 'PutBucket', method: 'PUT', level: 'bucket', makesBucket: true },
  { name: 'DeleteBucket', method: 'DELETE', level: 'bucket' },
  {
    ...{ name: 'DeleteMultipleObjects', method: 'POST', level: 'bucket', marks: ['delete'] },
    handle: deleteMultipleObjects,
  },
  { name: 'PostObject', method: 'POST', level: 'bucket' },
  { name: 'ListBuckets', method: 'GET', level: 'service' },
];

export const OSS_OPERATION_NAMES: readonly string[] = OSS_OPERATIONS.map(({ name }) => name);

export const levelOf = ({ bucket, key }: OssAddress): OssLevel =>
  bucket === undefined ? 'service' : key === '' ? 'bucket' : 'object';

export function findOssOperation(
  method: string,
  level: OssLevel,
  query: ReadonlyMap<string, string>,
  headers: RequestHeaders,
): OssOperation | undefined {
  return OSS_OPERATIONS.find(
    (row) =>
      row.method === method &&
      row.level === level &&
      (row.marks ?? []).every((mark) => isMarked(query, mark)) &&
      (row.header === undefined || headers[row.header] !== undefined),
  );
}

function isMarked(query: ReadonlyMap<string, string>, mark: string): boolean {
  const [name = '', value] = mark.split('=');
  return query.has(name) && (value === undefined || query.get(name) === value);
}
