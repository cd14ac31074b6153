/** A writable stream of Node, as far as it is asked for here. */
export interface NodeWritable {
  readonly writable: boolean;
  readonly errored?: Error | null;
  write(bytes: Uint8Array, written?: (error?: Error | null) => void): boolean;
  end(): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** A writable web stream, as far as it is used here. */
export interface WebWritable {
  readonly locked: boolean;
  getWriter(): WebWriter;
}

export interface WebWriter {
  readonly closed: Promise<unknown>;
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
  releaseLock(): void;
}

/** What is needed of a store such as `OssStore` or `FolderStore`. */
export interface MetaStore {
  put(
    key: string,
    content: { readonly path: string },
    options: { readonly signal?: AbortSignal | undefined },
  ): Promise<unknown>;
}

/** Objects to be: `key` names the one of each part, from 1. */
export interface StoreParts {
  readonly store: MetaStore;
  readonly key: (part: number) => string;
}

/** An object to be. */
export interface StoreTarget {
  readonly store: MetaStore;
  /** Its last segment is `increment.meta`: the service reads no other. */
  readonly key: string;
}
