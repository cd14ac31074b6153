import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/async/sleep.ts';
import { crc64 } from '../../shared/text/crc64.ts';
import { refuse } from './oss-refusal.ts';
import { etagOf, MOST_OBJECT_BYTES, md5Of, type ObjectProperties } from './stored-object.ts';

/** The smallest part, but for the last one of an upload. */
export const LEAST_PART_BYTES = 100 * 1024;
export const MOST_PART_NUMBER = 10_000;

export interface UploadedPart {
  readonly number: number;
  readonly bytes: Buffer;
  readonly md5: Buffer;
  /** Upper-case MD5, without quotes. */
  readonly etag: string;
  readonly crc64: string;
  /** In ms since 1970. */
  readonly lastModified: number;
}

/** An upload that is neither completed nor aborted. */
export interface MultipartUpload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** What the object will have. */
  readonly properties: ObjectProperties;
  /** In ms since 1970. */
  readonly initiatedAt: number;
  /** By number, in the order in which they came. */
  readonly parts: ReadonlyMap<number, UploadedPart>;
}

/**
 * The unfinished uploads of all buckets, in memory alone. Their parts have so many bytes together at most; each upload
 * and each part counts as one of the smallest size at least, which bounds their number, too.
 */
export class MultipartUploads {
  readonly #uploads = new Map<string, OpenUpload>();
  readonly #clock: Pick<Clock, 'now'>;
  readonly #mostBytes: number;
  #bytes = 0;

  /** @param mostBytes of all parts together. @default 1 GiB */
  constructor(clock: Pick<Clock, 'now'>, mostBytes = MOST_OBJECT_BYTES) {
    this.#clock = clock;
    this.#mostBytes = mostBytes;
  }

  /** @throws {OssRefusal} when there is no room for another one */
  initiate(bucket: string, key: string, properties: ObjectProperties): MultipartUpload {
    this.#reserve(LEAST_PART_BYTES);
    const id = randomBytes(16).toString('hex').toUpperCase();
    const upload = { id, bucket, key, properties, initiatedAt: this.#clock.now(), parts: new Map() };
    this.#uploads.set(id, upload);
    return upload;
  }

  /** @throws {OssRefusal} for an id that belongs to no unfinished upload of that object */
  get(bucket: string, key: string, id: string): MultipartUpload {
    return this.#open({ bucket, key, id });
  }

  /**
   * Replaces the part with the same number. The bytes are kept, not copied.
   * @throws {OssRefusal} when the upload is over, or when there is no room for the part
   */
  putPart(upload: MultipartUpload, number: number, bytes: Buffer): UploadedPart {
    const { parts } = this.#open(upload);
    this.#reserve(roomOf(bytes) - roomOf(parts.get(number)?.bytes));
    const md5 = md5Of(bytes);
    const part = {
      number,
      bytes,
      md5,
      etag: etagOf(md5),
      crc64: crc64(bytes),
      lastModified: this.#clock.now(),
    };
    parts.set(number, part);
    return part;
  }

  /** Forgets an upload with its parts: it was completed or aborted. */
  end({ id }: MultipartUpload): void {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return;
    this.#bytes -= LEAST_PART_BYTES;
    for (const { bytes } of upload.parts.values()) this.#bytes -= roomOf(bytes);
    this.#uploads.delete(id);
  }

  /** The uploads to a bucket, in the order in which they were initiated. */
  of(bucket: string): readonly MultipartUpload[] {
    return [...this.#uploads.values()].filter((upload) => upload.bucket === bucket);
  }

  clear(): void {
    this.#uploads.clear();
    this.#bytes = 0;
  }

  #open({ bucket, key, id }: Pick<MultipartUpload, 'bucket' | 'key' | 'id'>): OpenUpload {
    const upload = this.#uploads.get(id);
    if (upload?.bucket === bucket && upload.key === key) return upload;
    return refuse('NoSuchUpload', { UploadId: id });
  }

  #reserve(bytes: number): void {
    if (this.#bytes + bytes > this.#mostBytes) {
      refuse('TooMuchUnfinished', { MaxSizeAllowed: String(this.#mostBytes) });
    }
    this.#bytes += bytes;
  }
}

type OpenUpload = MultipartUpload & { readonly parts: Map<number, UploadedPart> };

const roomOf = (bytes: Buffer | undefined): number =>
  bytes === undefined ? 0 : Math.max(bytes.length, LEAST_PART_BYTES);
