import { MOST_BYTES } from '../image/header/image-bytes.ts';
import { readImageFile } from '../image/read/read-image-file.ts';
import { Unreadable } from '../image/read/unreadable.ts';
import { DEFAULT_PATIENCE_MS, patienceOf, type WaitingOptions } from '../service/patience.ts';
import { mapConcurrent } from '../shared/async/map-concurrent.ts';
import { type Clock, clockOf, systemClock } from '../shared/async/sleep.ts';
import type { Issue } from '../shared/errors/issue.ts';
import { type OpenFileOptions, OutsideFolder } from '../shared/files/regular-file.ts';
import type { ObjectStore, StoredObject } from '../shared/objects/object-store.ts';
import { CALL_OPTIONS, type CallOptions } from '../shared/options/call-options.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { patientStore } from './patient-store.ts';

/** An image to upload, and its key in the store. */
export interface ImageUpload {
  /** The path of a file, or bytes. Null: nothing to upload; passed through to keep the order. */
  readonly source: string | Uint8Array | null;
  /** The key that the image gets. */
  readonly key: string;
}

/**
 * The result of an upload: the stored object, or an issue when the source cannot be read, is no file, leads out of `folder`
 * by a link, or is larger than Image Search takes; both are null without a source.
 */
export interface UploadResult<U extends ImageUpload> {
  /** What was given, untouched. */
  readonly upload: U;
  /** The object; null when it was not uploaded. */
  readonly stored: StoredObject | null;
  /** Why it was not uploaded; null when it was. */
  readonly issue: Issue<'UPLOAD_SOURCE_UNREADABLE' | 'UPLOAD_SOURCE_OUTSIDE' | 'IMAGE_TOO_LARGE'> | null;
}

type UploadIssue = NonNullable<UploadResult<ImageUpload>['issue']>;

/** What `uploadImages` takes. A misspelt name is an error. */
export interface UploadImagesOptions extends CallOptions, WaitingOptions {
  /** Uploads that run at the same time. @default 8 */
  readonly concurrency?: number | undefined;
  /** The folder that files must lie in when symbolic links are followed. @default links may lead anywhere */
  readonly folder?: string | undefined;
  /** How long a store that is away is waited for, in ms, each time anew. With 0, it is not. @default 600_000 */
  readonly patienceMs?: number | undefined;
  /** The clock for these waits. @default the system's clock */
  readonly clock?: Clock | undefined;
}

const OPTIONS: OptionNames<UploadImagesOptions> = {
  ...CALL_OPTIONS,
  ...{ concurrency: true, folder: true, patienceMs: true, onWaiting: true, clock: true },
};

/**
 * Uploads images and yields the results in the order of the uploads. No more than `concurrency` uploads run, or wait to be
 * read, at the same time. Of a file, 4 MiB and one byte are read at most. While the store is away they wait for it, as an
 * import does.
 *
 * @throws {ImageSearchError} when the store fails for a reason that does not pass, or stays away
 * @throws {TypeError | RangeError} for an option that is misspelt or out of its range
 * @example
 * const uploads = [{ key: 'spring/1001.jpg', source: 'photos/1001.jpg' }];
 * for await (const { upload, issue } of uploadImages(store, uploads)) console.log(upload.key, issue?.message ?? 'stored');
 */
export async function* uploadImages<U extends ImageUpload>(
  store: ObjectStore,
  uploads: Iterable<U> | AsyncIterable<U>,
  options: UploadImagesOptions = {},
): AsyncGenerator<UploadResult<U>, void, void> {
  const {
    concurrency = 8,
    folder,
    clock = systemClock,
    signal,
  } = knownOptions('uploadImages()', options, OPTIONS);
  const patient = patientStore(store, patienceOf(options, DEFAULT_PATIENCE_MS, clockOf(clock)));
  const one = async (upload: U, inner: AbortSignal): Promise<UploadResult<U>> => {
    const { source, key } = upload;
    if (source === null) return { upload, stored: null, issue: null };
    const read = typeof source === 'string' ? await contentOf(source, { folder, signal: inner }) : source;
    return read instanceof Uint8Array
      ? { upload, stored: await patient.put(key, read, { signal: inner }), issue: null }
      : { upload, stored: null, issue: read };
  };
  yield* mapConcurrent(uploads, one, { concurrency, signal });
}

/** The bytes of a file, or what is wrong with it. */
async function contentOf(path: string, options: OpenFileOptions): Promise<Uint8Array | UploadIssue> {
  try {
    const { bytes, size } = await readImageFile(path, MOST_BYTES + 1, options);
    return size <= MOST_BYTES ? bytes : issue('IMAGE_TOO_LARGE', `Cannot upload ${path}: ${tooLarge(size)}`);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { cause } = error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return cause instanceof OutsideFolder
      ? issue('UPLOAD_SOURCE_OUTSIDE', `Cannot upload ${path}: ${reason}`)
      : issue('UPLOAD_SOURCE_UNREADABLE', `Cannot read ${path} for its upload: ${reason}`);
  }
}

const tooLarge = (size: number): string =>
  `its size is ${size} bytes, and Image Search takes ${MOST_BYTES} at most; repair it first (repairImage)`;

const issue = (code: UploadIssue['code'], message: string): UploadIssue => ({
  ...{ code, severity: 'error', path: [] },
  message,
});
