import type { CallOptions } from './call-options.ts';

/** An object as a store describes it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Without quotes; undefined when the store has no ETags. */
  readonly etag: string | undefined;
}

/** The part of an object to read. */
export interface ObjectRange {
  /** The first byte, from 0. */
  readonly offset: number;
  /** In bytes, at least 1. */
  readonly length: number;
  /** The ETag that the object must have: `read` fails with `PreconditionFailed` when the object was replaced. Stores without ETags ignore it. */
  readonly etag?: string | undefined;
}

/** The bytes that were read of an object. */
export interface ObjectPart {
  readonly bytes: Uint8Array;
  /** The size of the whole object, in bytes. */
  readonly size: number;
  /** The ETag of the whole object, without quotes; undefined when the store has no ETags. */
  readonly etag?: string | undefined;
}

/**
 * A bucket in OSS, a local folder that behaves like a bucket, or a store of your own. A function that needs one or two of
 * the methods takes a `Pick` of this interface.
 */
export interface ObjectStore {
  /** What messages call the store, such as `oss://bucket`. */
  readonly name: string;
  /** The name of the bucket; undefined when the store is not a bucket. */
  readonly bucket?: string | undefined;
  /** The region of the bucket; undefined when the store is not a bucket. */
  readonly region?: string | undefined;
  /** Stores bytes, or a local file, whole or not at all. */
  put(
    key: string,
    content: Uint8Array | { readonly path: string },
    options?: CallOptions,
  ): Promise<StoredObject>;
  /**
   * Stores bytes unless there is an object of this key; undefined when there is one. A call whose answer was lost is repeated
   * and then finds its own object: compare the bytes where that matters. A store without this method cannot hold the state
   * of an import.
   */
  putIfAbsent?(key: string, content: Uint8Array, options?: CallOptions): Promise<StoredObject | undefined>;
  /** Reads `length` bytes from `offset`, fewer at the end of the object. */
  read(key: string, range: ObjectRange, options?: CallOptions): Promise<ObjectPart>;
  /** Describes an object; undefined when there is no such object. */
  head(key: string, options?: CallOptions): Promise<StoredObject | undefined>;
  /** Deletes an object. Succeeds when there is no such object. */
  delete(key: string, options?: CallOptions): Promise<void>;
  /** Describes every object whose key begins with `prefix`, in the order of the keys. */
  list(prefix: string, options?: CallOptions): AsyncIterable<StoredObject>;
}
