import { createHash } from 'node:crypto';
import { crc64 } from './crc64.ts';

export interface StoredObject {
  readonly key: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Sent back with the object: `cache-control` and the like, and every `x-oss-meta-…`. By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly md5: Buffer;
  /** Upper-case MD5, without quotes. */
  readonly etag: string;
  readonly crc64: string;
  /** In ms since 1970. */
  readonly lastModified: number;
}

export interface ObjectProperties {
  /** @default 'application/octet-stream' */
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The bytes are kept, not copied: callers must not change them afterwards. */
export function storedObject(
  key: string,
  bytes: Uint8Array,
  now: number,
  properties: ObjectProperties,
): StoredObject {
  const md5 = createHash('md5').update(bytes).digest();
  return Object.freeze({
    key,
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    contentType: properties.contentType ?? 'application/octet-stream',
    headers: Object.freeze({ ...properties.headers }),
    md5,
    etag: md5.toString('hex').toUpperCase(),
    crc64: crc64(bytes),
    lastModified: now,
  });
}
