import type { ObjectStore } from '../../shared/objects/object-store.ts';
import type { MetaInput } from '../model/meta-record.ts';

/** What `write` and `writeTo` take. A misspelt name is an error. */
export interface WriteOptions {
  /** Whether a stream stays open after the last line, and after a failure. @default false */
  readonly keepOpen?: boolean | undefined;
  /** The folder for the temporary file that is made for a store. @default os.tmpdir() */
  readonly temporaryFolder?: string | undefined;
  /** Records to write after those that were added. Each is read when it is written, and is not kept. */
  readonly records?: AsyncIterable<MetaInput> | Iterable<MetaInput> | undefined;
  /** Aborts the writing, which rejects with the signal's reason and leaves no file behind. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A file by its path; a writable stream of Node or of the web, as far as it is used here; or an object in a store such as
 * `OssStore` or `FolderStore`. The last segment of the object's key is `increment.meta`: the service reads no other.
 */
export type MetaTarget =
  | string
  | {
      /** Of Node's streams: whether more can be written. */
      readonly writable: boolean;
      /** Of Node's streams: the error that ended it. */
      readonly errored?: Error | null | undefined;
      /** Of Node's streams: takes bytes. False asks to wait. */
      write(bytes: Uint8Array, written?: (error?: Error | null) => void): boolean;
      /** Of Node's streams: no more bytes come. */
      end(): unknown;
      /** Of Node's streams: tells of an error. */
      on(event: 'error', listener: (error: Error) => void): unknown;
    }
  | {
      /** Of web streams: whether somebody writes to it already. */
      readonly locked: boolean;
      /** Of web streams: what takes bytes. */
      getWriter(): {
        readonly closed: Promise<unknown>;
        write(bytes: Uint8Array): Promise<void>;
        close(): Promise<void>;
        abort(reason?: unknown): Promise<void>;
        releaseLock(): void;
      };
    }
  | { readonly store: Pick<ObjectStore, 'put'>; readonly key: string };

/** Names the file of each part, from 1, or its object in a store. */
export type PartsTarget =
  | ((part: number) => string)
  | { readonly store: Pick<ObjectStore, 'put'>; readonly key: (part: number) => string };

export type NodeWritable = Extract<MetaTarget, { end(): unknown }>;
export type WebWritable = Extract<MetaTarget, { readonly locked: boolean }>;
export type WebWriter = ReturnType<WebWritable['getWriter']>;
export type StoreTarget = Extract<MetaTarget, { readonly key: string }>;
export type MetaStore = StoreTarget['store'];
export type StoreParts = Extract<PartsTarget, { readonly store: MetaStore }>;
