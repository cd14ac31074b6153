import { MOST_KEY_BYTES } from '../service/oss-address.ts';
import { loneSurrogate } from '../shared/lone-surrogate.ts';

/** An object as a store describes it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Without quotes; undefined where the store has none. */
  readonly etag: string | undefined;
}

export interface StoreCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Which part of an object is read. */
export interface ObjectRange {
  /** In bytes. */
  readonly offset: number;
  /** In bytes, at least 1. */
  readonly length: number;
  /** Reads that object alone: fails with `PreconditionFailed` once another has taken its place. Stores without ETags ignore it. */
  readonly etag?: string | undefined;
}

export interface ObjectPart {
  readonly bytes: Uint8Array;
  /** Of the whole object, in bytes. */
  readonly size: number;
  /** Of the whole object, without quotes; undefined where the store has none. */
  readonly etag?: string | undefined;
}

/** What the import needs of a store: a bucket in OSS, or a local folder that behaves like one. */
export interface ObjectStore {
  /** For messages: `oss://bucket`. */
  readonly name: string;
  /** Stores bytes, or a local file, whole or not at all. */
  put(
    key: string,
    content: Uint8Array | { readonly path: string },
    options?: StoreCallOptions,
  ): Promise<StoredObject>;
  /** Reads `length` bytes from `offset`, fewer at the end of the object. */
  read(key: string, range: ObjectRange, options?: StoreCallOptions): Promise<ObjectPart>;
  /** The object's description, or undefined when there is none. */
  head(key: string, options?: StoreCallOptions): Promise<StoredObject | undefined>;
  /** Deletes; no such object is no error. */
  delete(key: string, options?: StoreCallOptions): Promise<void>;
  /** Every object whose key begins with `prefix`, in key order. */
  list(prefix: string, options?: StoreCallOptions): AsyncIterable<StoredObject>;
}

/**
 * Whether a key reaches the bucket as it is: 1 to 1,023 bytes, no leading slash or backslash (OSS object naming rules),
 * no dot segment, which every URL parser folds away, and no half of a surrogate pair, which UTF-8 cannot hold.
 */
export function isKey(key: string): boolean {
  const bytes = Buffer.byteLength(key);
  const dotted = key.split('/').some((segment) => segment === '.' || segment === '..');
  const isText = loneSurrogate(key) === undefined;
  return bytes >= 1 && bytes <= MOST_KEY_BYTES && !/^[/\\]/.test(key) && !dotted && isText;
}

/** @throws {RangeError} for a key that is none */
export function checkKey(key: string): string {
  if (isKey(key)) return key;
  throw new RangeError(
    `Cannot name an object as its key must have 1 to ${MOST_KEY_BYTES} bytes, no leading slash, no dot segment and no half of a surrogate pair: current value is ${JSON.stringify(key)}`,
  );
}
