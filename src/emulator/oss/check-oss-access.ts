import { isAllowed } from '../access/is-allowed.ts';
import { ACCOUNT_ID, findAccount } from '../signature/account.ts';
import type { OssVerification } from '../signature/oss-claim.ts';
import { COPY_SOURCE, readCopySource } from './copy-source.ts';
import type { OssCall } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';

/**
 * The actions of RAM that differ from the name of their operation (help page "Authorization syntax and elements" of OSS).
 */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  GetObjectMeta: 'GetObject',
  ListObjectsV2: 'ListObjects',
  AppendObject: 'PutObject',
  PostObject: 'PutObject',
  CopyObject: 'PutObject',
  UploadPartCopy: 'PutObject',
  InitiateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  GetBucketACL: 'GetBucketAcl',
  GetObjectACL: 'GetObjectAcl',
  PutObjectACL: 'PutObjectAcl',
};

/** @throws {OssRefusal} when the policy of the caller does not allow the operation */
export function checkOssAccess(
  operation: string,
  { bucket, key, query, headers }: Pick<OssCall, 'bucket' | 'key' | 'query' | 'headers'>,
  { accessKeyId }: { readonly accessKeyId: string },
  { accounts, regionId }: Pick<OssVerification, 'accounts' | 'regionId'>,
): void {
  const policy = findAccount(accounts, accessKeyId)?.policy;
  if (policy === undefined) return;
  if (operation === 'DeleteMultipleObjects')
    refuse('NotImplemented', {}, `${operation} of a user with a policy is not implemented by the emulator.`);
  const needed = [{ action: ACTIONS[operation] ?? operation, bucket, key }];
  // A copy needs the right to read its source, too (API page "CopyObject" of OSS).
  if (headers[COPY_SOURCE] !== undefined) needed.push({ action: 'GetObject', ...readCopySource(headers) });
  for (const { action, ...object } of needed) {
    const right = {
      action: `oss:${action}`,
      resource: `acs:oss:${regionId}:${ACCOUNT_ID}:${object.key === '' ? object.bucket : `${object.bucket}/${object.key}`}`,
      facts: { 'oss:Prefix': query.get('prefix') ?? '' },
    };
    if (!isAllowed(policy, right)) refuse('AccessDenied');
  }
}
