import { show } from '../shared/checks.ts';

/** A folder in OSS, written `oss://bucket/some/folder`. */
export interface OssAddress {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the bucket's root. */
  readonly folder: string;
}

/**
 * Reads `oss://BUCKET/FOLDER`.
 *
 * @throws {TypeError} when the value is no such address, or the bucket's name breaks a rule of OSS
 */
export function parseOssAddress(address: string): OssAddress {
  const [, bucket, path = ''] = /^oss:\/\/([^/]+)(?:\/(.*))?$/s.exec(address) ?? [];
  const folder = path.replace(/^\/+|\/+$/g, '');
  const hasBadPart = folder !== '' && folder.split('/').some((part) => ['', '.', '..'].includes(part));
  if (bucket === undefined || hasBadPart || /[\\\p{Cc}\p{Surrogate}]/u.test(folder)) {
    throw new TypeError(
      `Cannot read an OSS address as it must be "oss://BUCKET/FOLDER", and no part of the folder empty, "." or "..": current value is "${address}"`,
    );
  }
  if (isBucketName(bucket)) return { bucket, folder };
  throw new TypeError(
    `Cannot read an OSS address as its bucket must have ${BUCKET_RULE}: current value is "${address}"`,
  );
}

/** OSS document "Bucket naming conventions". */
const BUCKET_RULE =
  '3 to 63 characters, which are lower-case letters, digits and hyphens, and no hyphen at either end';

const isBucketName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name);

/** @throws {TypeError} when the name of a bucket breaks a rule of OSS */
export function bucketName(bucket: unknown): string {
  if (typeof bucket === 'string' && isBucketName(bucket)) return bucket;
  throw new TypeError(
    `Cannot continue as 'bucket' must have ${BUCKET_RULE}: current value is ${show(bucket)}`,
  );
}

/** The greatest length of an object's key (OSS object naming rules). */
export const MOST_KEY_BYTES = 1023;

/** An object's key: the folder, a slash and the name. */
export const keyIn = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
