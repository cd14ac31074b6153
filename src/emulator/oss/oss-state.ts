import { isBucketName, MOST_KEY_BYTES } from '../../service/addresses/oss-address.ts';
import { type Clock, systemClock } from '../../shared/async/sleep.ts';
import { show } from '../../shared/options/checks.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import { SortedKeys } from './sorted-keys.ts';
import { type ObjectProperties, type StoredObject, storedObject } from './stored-object.ts';

export interface BucketFacts {
  readonly name: string;
  /** `cn-shanghai`. */
  readonly regionId: string;
  /** In ms since 1970. */
  readonly createdAt: number;
}

/** One change of the objects. */
export type OssChange =
  | { readonly object: StoredObject; readonly bucket: string }
  | { readonly noObject: string; readonly bucket: string };

/** The buckets and their objects, in memory. */
export class OssState {
  /** Called before each change; an error that it throws prevents the change. */
  onChange: (change: OssChange) => void = () => {};
  readonly #buckets = new Map<string, Bucket>();
  readonly #clock: Pick<Clock, 'now'>;
  /** They are in memory alone: nothing of them is a change of the objects until they are completed. */
  readonly uploads: MultipartUploads;

  /** @param mostPartBytes of all unfinished uploads together. @default 1 GiB */
  constructor(clock: Pick<Clock, 'now'> = systemClock, mostPartBytes?: number) {
    this.#clock = clock;
    this.uploads = new MultipartUploads(clock, mostPartBytes);
  }

  /** @throws {RangeError} for a name that OSS would not take, or that is taken. */
  createBucket(name: string, regionId: string): void {
    if (!isBucketName(name) || this.#buckets.has(name)) {
      throw new RangeError(
        `Cannot create a bucket as its name must be new, of 3 to 63 characters a-z, 0-9 and -: current value is ${show(name)}`,
      );
    }
    const facts = Object.freeze({ name, regionId, createdAt: this.#clock.now() });
    this.#buckets.set(name, { facts, objects: new Map(), keys: new SortedKeys() });
  }

  get bucketNames(): ReadonlySet<string> {
    return new Set(this.#buckets.keys());
  }

  hasBucket(name: string): boolean {
    return this.#buckets.has(name);
  }

  bucketFacts(name: string): BucketFacts | undefined {
    return this.#buckets.get(name)?.facts;
  }

  bucketRegion(name: string): string | undefined {
    return this.bucketFacts(name)?.regionId;
  }

  /** @throws {RangeError} for a bucket that does not exist, or a key that OSS would not take. */
  putObject(bucket: string, key: string, bytes: Uint8Array, properties: ObjectProperties = {}): StoredObject {
    if (!isObjectKey(key)) {
      throw new RangeError(
        `Cannot store an object as its key must be 1 to ${MOST_KEY_BYTES} bytes, not starting with / or \\: current value is ${show(key)}`,
      );
    }
    this.#bucket(bucket); // throws for an unknown bucket before `onChange` is called
    const object = storedObject(key, bytes, this.#clock.now(), properties);
    this.onChange({ object, bucket });
    this.restore(bucket, object);
    return object;
  }

  /**
   * Restores a saved object, without calling `onChange`.
   * @throws {RangeError} for a bucket that does not exist.
   */
  restore(bucket: string, object: StoredObject): void {
    const { objects, keys } = this.#bucket(bucket);
    objects.set(object.key, object);
    keys.add(object.key);
  }

  getObject(bucket: string, key: string): StoredObject | undefined {
    return this.#buckets.get(bucket)?.objects.get(key);
  }

  /** False for an object that was not there. */
  deleteObject(bucket: string, key: string): boolean {
    const { objects, keys } = this.#bucket(bucket);
    if (!objects.has(key)) return false;
    this.onChange({ noObject: key, bucket });
    keys.delete(key);
    return objects.delete(key);
  }

  /** Empties every bucket and ends the unfinished uploads, without calling `onChange`. */
  clear(): void {
    this.uploads.clear();
    for (const { objects, keys } of this.#buckets.values()) {
      objects.clear();
      keys.clear();
    }
  }

  /**
   * The keys from `least` on, `least` included, in the order of their UTF-8 bytes.
   * @throws {RangeError} for a bucket that does not exist.
   */
  keysFrom(bucket: string, least: string): Iterable<string> {
    return this.#bucket(bucket).keys.from(least);
  }

  #bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      throw new RangeError(`Cannot use a bucket as it must exist: current value is ${show(name)}`);
    }
    return bucket;
  }
}

export const isObjectKey = (key: string): boolean =>
  key !== '' && Buffer.byteLength(key) <= MOST_KEY_BYTES && !key.startsWith('/') && !key.startsWith('\\');

interface Bucket {
  readonly facts: BucketFacts;
  readonly objects: Map<string, StoredObject>;
  readonly keys: SortedKeys;
}
