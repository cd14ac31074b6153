import { CALL_OPTIONS, type CallOptions } from '../shared/call-options.ts';
import type { Issue } from '../shared/issue.ts';
import { knownOptions, type OptionNames } from '../shared/known-options.ts';
import { mapConcurrent } from '../shared/map-concurrent.ts';
import type { ObjectStore, StoredObject } from '../shared/object-store.ts';

/** A file, or bytes, and the key it is to have. */
export interface ImageUpload {
  /** Null passes through in its place, for items among others that have nothing to upload. */
  readonly source: string | Uint8Array | null;
  readonly key: string;
}

/** What became of an upload: stored, nothing to do (both null), or a source that cannot be read. */
export interface UploadResult<U extends ImageUpload> {
  readonly upload: U;
  readonly stored: StoredObject | null;
  readonly issue: Issue<'UPLOAD_SOURCE_UNREADABLE'> | null;
}

export interface UploadImagesOptions extends CallOptions {
  /** Uploads under way at once. @default 8 */
  readonly concurrency?: number | undefined;
}

const OPTIONS: OptionNames<UploadImagesOptions> = { ...CALL_OPTIONS, concurrency: true };

/**
 * Uploads in order, bounded and pulled by the reader.
 *
 * @throws {ImageSearchError} when the store fails for good
 */
export async function* uploadImages<U extends ImageUpload>(
  store: ObjectStore,
  uploads: Iterable<U> | AsyncIterable<U>,
  options: UploadImagesOptions = {},
): AsyncGenerator<UploadResult<U>, void, void> {
  const { concurrency = 8, signal } = knownOptions('uploadImages()', options, OPTIONS);
  const one = async (upload: U, inner: AbortSignal): Promise<UploadResult<U>> => {
    const { source, key } = upload;
    if (source === null) return { upload, stored: null, issue: null };
    try {
      const content = typeof source === 'string' ? { path: source } : source;
      return { upload, stored: await store.put(key, content, { signal: inner }), issue: null };
    } catch (error) {
      if (!isSourceError(error, source)) throw error;
      const message = `Cannot read ${source} for its upload: ${error.message}`;
      return {
        upload,
        stored: null,
        issue: { code: 'UPLOAD_SOURCE_UNREADABLE', severity: 'error', path: [], message },
      };
    }
  };
  yield* mapConcurrent(uploads, one, { concurrency, signal });
}

/** Thrown by the file system about the source, not by a store. A directory fails only when read, without its path. */
function isSourceError(error: unknown, source: string | Uint8Array): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { path, code } = error as NodeJS.ErrnoException;
  return path === undefined ? code === 'EISDIR' : path === source;
}
