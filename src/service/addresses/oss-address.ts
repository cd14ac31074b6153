import { show } from '../../shared/options/checks.ts';
import { trimSlashes } from '../../shared/text/trim-slashes.ts';

/** A bucket or a folder in OSS, as people write it: `oss://bucket/some/folder`. */
export interface OssAddress {
  /** The name of the bucket. */
  readonly bucket: string;
  /** Without slashes at its ends; empty for the bucket's root. */
  readonly folder: string;
}

/** The longest key of an object, in bytes (OSS object naming rules). */
export const MOST_KEY_BYTES = 1023;

/** OSS bucket naming rules. */
const BUCKET_RULE = '3 to 63 lower case letters, digits and hyphens, with no hyphen at its ends';
export const isBucketName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name);

/**
 * Reads `oss://BUCKET/FOLDER`.
 *
 * @throws {TypeError} for a value of another form, or a bucket's name that breaks the rules of OSS
 * @example
 * const { bucket, folder } = parseOssAddress('oss://my-bucket/spring');
 * console.log(bucket, folder);
 */
export function parseOssAddress(address: string): OssAddress {
  const [, bucket, rest = ''] = /^oss:\/\/([^/]+)(?:\/(.*))?$/s.exec(address) ?? [];
  const folder = trimSlashes(rest);
  const isBroken = folder !== '' && folder.split('/').some((part) => ['', '.', '..'].includes(part));
  if (bucket === undefined || isBroken || /[\\\p{Cc}\p{Surrogate}]/u.test(folder))
    throw wrongAddress('it must be "oss://BUCKET/FOLDER"', address);
  if (!isBucketName(bucket)) throw wrongAddress(`its bucket must have ${BUCKET_RULE}`, address);
  return { bucket, folder };
}

const wrongAddress = (rule: string, address: unknown) =>
  new TypeError(`Cannot read an OSS address as ${rule}: current value is ${show(address, 200)}`);

/** @throws {TypeError} for a bucket's name that breaks the rules of OSS */
export function bucketName(bucket: unknown): string {
  if (typeof bucket === 'string' && isBucketName(bucket)) return bucket;
  throw new TypeError(
    `Cannot continue as 'bucket' must have ${BUCKET_RULE}: current value is ${show(bucket)}`,
  );
}

/** An object's key: the folder, a slash and the name. */
export const keyIn = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
