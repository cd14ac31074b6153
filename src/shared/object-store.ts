import type { CallOptions } from './call-options.ts';

/** An object as a store describes it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Without quotes; undefined where the store has no ETags. */
  readonly etag: string | undefined;
}

/** Which part of an object is read. */
export interface ObjectRange {
  /** In bytes. */
  readonly offset: number;
  /** In bytes, at least 1. */
  readonly length: number;
  /**
   * The version to read: the call fails with `PreconditionFailed` once another object has taken its place. Stores without
   * ETags ignore it.
   */
  readonly etag?: string | undefined;
}

export interface ObjectPart {
  readonly bytes: Uint8Array;
  /** Size of the whole object, in bytes. */
  readonly size: number;
  /** ETag of the whole object, without quotes; undefined where the store has no ETags. */
  readonly etag?: string | undefined;
}

/** What the import needs of a store: a bucket in OSS, or a local folder that behaves like one. */
export interface ObjectStore {
  /** For messages: `oss://bucket`. */
  readonly name: string;
  /** The bucket; undefined for a store that is not one. */
  readonly bucket?: string | undefined;
  /** The bucket's region. */
  readonly region?: string | undefined;
  /** Stores bytes, or a local file, whole or not at all. */
  put(
    key: string,
    content: Uint8Array | { readonly path: string },
    options?: CallOptions,
  ): Promise<StoredObject>;
  /** Reads `length` bytes from `offset`, fewer at the end of the object. */
  read(key: string, range: ObjectRange, options?: CallOptions): Promise<ObjectPart>;
  /** The object's description, or undefined when the store has no such object. */
  head(key: string, options?: CallOptions): Promise<StoredObject | undefined>;
  /** Deletes the object; it is no error when there is no such object. */
  delete(key: string, options?: CallOptions): Promise<void>;
  /** Every object whose key begins with `prefix`, in key order. */
  list(prefix: string, options?: CallOptions): AsyncIterable<StoredObject>;
}
