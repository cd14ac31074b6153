import type { CallOptions } from '../options/call-options.ts';

/** An object as a listing describes it. */
export interface ListedObject {
  /** The key of the object. */
  readonly key: string;
  /** The size; undefined where the listing does not say, as a list of URLs. */
  readonly bytes: number | undefined;
  /** Without quotes; undefined when there is none. */
  readonly etag?: string | undefined;
  /** When it was last changed, as its store says; undefined when nobody says. */
  readonly modified?: Date | undefined;
}

/** An object as a store describes it. */
export interface StoredObject extends ListedObject {
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
  /** As many as were asked for, or fewer at the end of the object. */
  readonly bytes: Uint8Array;
  /** The size of the whole object, in bytes. */
  readonly size: number;
  /** The ETag of the whole object, without quotes; undefined when the store has no ETags. */
  readonly etag?: string | undefined;
}

/** An object that was stored where there was none. */
export interface NewObject extends StoredObject {
  /** Whether it is new for certain: false when the same bytes were found there. */
  readonly isNew: boolean;
}

/**
 * Where images come from: a local folder, a bucket of OSS, S3 or Azure, an inventory, a list of URLs, or a source of your
 * own. Every `ObjectStore` is one.
 */
export interface ObjectSource {
  /** What messages call the source, such as `s3://bucket`. */
  readonly name: string;
  /**
   * Reads `length` bytes from `offset`, fewer at the end of the object, none beyond it.
   *
   * @throws {ImageSearchError} `NoSuchKey`, or `PreconditionFailed` for an object with another ETag than `range.etag`
   */
  read(key: string, range: ObjectRange, options?: CallOptions): Promise<ObjectPart>;
  /** Describes every object whose key begins with `prefix`, each once; a store does so in the order of the keys. */
  list(prefix: string, options?: CallOptions): AsyncIterable<ListedObject>;
  /** Describes an object; undefined when there is no such object. */
  head?(key: string, options?: CallOptions): Promise<ListedObject | undefined>;
}

/**
 * A bucket in OSS, a local folder that behaves like a bucket, or a store of your own. A function that needs one or two of
 * the methods takes a `Pick` of this interface.
 */
export interface ObjectStore extends ObjectSource {
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
   * Stores bytes where there is no object yet, however many try at once. Resolves to the object that has these bytes, also
   * when it was there already, as after an answer that was lost; and to undefined when another object is there, which stays.
   * A store that cannot do that in one step lacks the method.
   */
  putIfAbsent?(key: string, content: Uint8Array, options?: CallOptions): Promise<NewObject | undefined>;
  /** Describes an object; undefined when there is no such object. */
  head(key: string, options?: CallOptions): Promise<StoredObject | undefined>;
  /** Deletes an object. Succeeds when there is no such object. */
  delete(key: string, options?: CallOptions): Promise<void>;
  /** Describes every object whose key begins with `prefix`, in the order of the keys as UTF-8 bytes. */
  list(prefix: string, options?: CallOptions): AsyncIterable<StoredObject>;
}
