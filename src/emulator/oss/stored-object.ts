import { createHash } from 'node:crypto';
import { crc64 } from '../../shared/text/crc64.ts';

/** The largest object, body of a request, and sum of the parts of unfinished uploads: all of it is held in memory. */
export const MOST_OBJECT_BYTES = 2 ** 30;

export interface StoredObject {
  readonly key: string;
  readonly type: 'Normal' | ObjectOrigin['type'];
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Sent back with the object: `cache-control` and the like, and every `x-oss-meta-…`. By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when the object was not written in one piece: the service then tells no MD5. */
  readonly md5: Buffer | undefined;
  /** Without quotes; the upper-case MD5 of an object that was written in one piece. */
  readonly etag: string;
  readonly crc64: string;
  /** In ms since 1970. */
  readonly lastModified: number;
}

/** How an object came about that was written in several pieces. */
export interface ObjectOrigin {
  readonly type: 'Multipart' | 'Appendable';
  readonly etag: string;
  /** @default calculated from the bytes */
  readonly crc64?: string | undefined;
}

export interface ObjectProperties {
  /** @default 'application/octet-stream' */
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** @default the object was written in one piece */
  readonly origin?: ObjectOrigin | undefined;
}

/** Undefined for an object that was written in one piece. */
export const originOf = ({ type, etag, crc64 }: StoredObject): Required<ObjectOrigin> | undefined =>
  type === 'Normal' ? undefined : { type, etag, crc64 };

export const md5Of = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();

/** A digest in the form that ETags have, without quotes. */
export const etagOf = (digest: Buffer): string => digest.toString('hex').toUpperCase();

/** The bytes are kept, not copied: callers must not change them afterwards. */
export function storedObject(
  key: string,
  bytes: Uint8Array,
  now: number,
  { contentType = 'application/octet-stream', headers, origin }: ObjectProperties,
): StoredObject {
  const { md5, type, etag } =
    origin === undefined ? normalOrigin(bytes) : { md5: undefined, type: origin.type, etag: origin.etag };
  return Object.freeze({
    key,
    type,
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    contentType,
    headers: Object.freeze({ ...headers }),
    md5,
    etag,
    crc64: origin?.crc64 ?? crc64(bytes),
    lastModified: now,
  });
}

function normalOrigin(bytes: Uint8Array) {
  const md5 = md5Of(bytes);
  return { md5, type: 'Normal', etag: etagOf(md5) } as const;
}
