import type { CallOptions } from '../shared/call-options.ts';
import type { Issue } from '../shared/issue.ts';
import { knownOptions } from '../shared/known-options.ts';
import { mapConcurrent } from '../shared/map-concurrent.ts';
import type { ObjectStore, StoredObject } from '../shared/object-store.ts';

/** The source of an object, and its key. */
export interface ImageUpload {
  /** Path of a file, or bytes. null: nothing to upload; passed through to keep the order. */
  readonly source: string | Uint8Array | null;
  readonly key: string;
}

/** The stored object, an issue when the source cannot be read, or both null when there was nothing to upload. */
export interface UploadResult<U extends ImageUpload> {
  readonly upload: U;
  readonly stored: StoredObject | null;
  readonly issue: Issue<'UPLOAD_SOURCE_UNREADABLE'> | null;
}

export interface UploadImagesOptions extends CallOptions {
  /** How many uploads run at once. @default 8 */
  readonly concurrency?: number | undefined;
}

/**
 * Uploads images and yields the results in order. Uploads start only as fast as the results are read.
 *
 * @throws {ImageSearchError} when the store fails, after its own repeats
 */
export async function* uploadImages<U extends ImageUpload>(
  store: Pick<ObjectStore, 'put'>,
  uploads: Iterable<U> | AsyncIterable<U>,
  options: UploadImagesOptions = {},
): AsyncGenerator<UploadResult<U>, void, void> {
  const known = { concurrency: true, signal: true } as const;
  const { concurrency = 8, signal } = knownOptions('uploadImages()', options, known);
  const one = async (upload: U, inner: AbortSignal): Promise<UploadResult<U>> => {
    const { source, key } = upload;
    if (source === null) return { upload, stored: null, issue: null };
    try {
      const content = typeof source === 'string' ? { path: source } : source;
      return { upload, stored: await store.put(key, content, { signal: inner }), issue: null };
    } catch (error) {
      if (!isSourceError(error, source)) throw error;
      const message = `Cannot read ${source} to upload it: ${error.message}`;
      return {
        upload,
        stored: null,
        issue: { code: 'UPLOAD_SOURCE_UNREADABLE', severity: 'error', path: [], message },
      };
    }
  };
  yield* mapConcurrent(uploads, one, { concurrency, signal });
}

/** Whether the file system reports the source. A folder fails only when it is read, and that error has no path. */
function isSourceError(error: unknown, source: string | Uint8Array): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { path, code } = error as NodeJS.ErrnoException;
  return path === undefined ? code === 'EISDIR' : path === source;
}
