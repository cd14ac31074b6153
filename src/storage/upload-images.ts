import { CALL_OPTIONS, type CallOptions } from '../shared/call-options.ts';
import type { Issue } from '../shared/issue.ts';
import { knownOptions, type OptionNames } from '../shared/known-options.ts';
import { mapConcurrent } from '../shared/map-concurrent.ts';
import type { ObjectStore, StoredObject } from '../shared/object-store.ts';

/** An image to upload, and its key in the store. */
export interface ImageUpload {
  /** The path of a file, or bytes. Null: nothing to upload; passed through to keep the order. */
  readonly source: string | Uint8Array | null;
  readonly key: string;
}

/** The result of an upload: the stored object, or an issue when the source cannot be read; both are null without a source. */
export interface UploadResult<U extends ImageUpload> {
  readonly upload: U;
  readonly stored: StoredObject | null;
  readonly issue: Issue<'UPLOAD_SOURCE_UNREADABLE'> | null;
}

export interface UploadImagesOptions extends CallOptions {
  /** Uploads that run at the same time. @default 8 */
  readonly concurrency?: number | undefined;
}

const OPTIONS: OptionNames<UploadImagesOptions> = { ...CALL_OPTIONS, concurrency: true };

/**
 * Uploads images and yields the results in the order of the uploads. No more than `concurrency` uploads run, or wait to be
 * read, at the same time.
 *
 * @throws {ImageSearchError} when the store fails after its repeats
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

/** Whether the file system threw the error about the source. The error of a directory comes at reading, without a path. */
function isSourceError(error: unknown, source: string | Uint8Array): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { path, code } = error as NodeJS.ErrnoException;
  return path === undefined ? code === 'EISDIR' : path === source;
}
