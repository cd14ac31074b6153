import { META_FILE_NAME } from '../../meta/model/meta-file-name.ts';
import { keyIn, MOST_KEY_BYTES, type OssAddress } from '../../service/oss-address.ts';
import { show } from '../../shared/checks.ts';
import { ImageSearchError } from '../../shared/image-search-error.ts';

/** What is asked of the store that increment.meta lies in: `OssStore` has it, and so has any client of an object store in a few lines. */
export interface MetaFileStore {
  /** The bucket it holds. @default not compared */
  readonly bucket?: string | undefined;
  /** The bucket's region. @default not compared */
  readonly region?: string | undefined;
  /** The object's description, or undefined when there is none. */
  head(
    key: string,
    options: { readonly signal?: AbortSignal | undefined },
  ): Promise<{ readonly etag?: string | undefined } | undefined | null>;
}

/**
 * The folder is what is submitted, although the document calls `Path` a path to the file.
 *
 * @throws {TypeError} for the file itself, or a folder whose increment.meta would have too long a name (OSS: 1,023 bytes)
 */
export function checkFolder({ bucket, folder }: OssAddress): void {
  if (folder === META_FILE_NAME || folder.endsWith(`/${META_FILE_NAME}`)) {
    throw new TypeError(
      `Cannot submit as the folder must be given, not the file in it: current value is "oss://${bucket}/${folder}", without ${META_FILE_NAME} it is right`,
    );
  }
  const bytes = Buffer.byteLength(keyIn(folder, META_FILE_NAME));
  if (bytes > MOST_KEY_BYTES)
    throw new TypeError(
      `Cannot submit as the name of ${META_FILE_NAME} must have at most ${MOST_KEY_BYTES} bytes with its folder: current value is ${bytes}`,
    );
}

/**
 * A task reads increment.meta of a bucket in the region of its instance, and nothing else.
 *
 * @throws {TypeError} when the store holds another bucket, or one in another region
 */
export function checkStore(store: MetaFileStore, { bucket }: OssAddress, region: string): void {
  if (typeof store?.head !== 'function') {
    throw new TypeError(
      `Cannot submit as 'store' must have head(key, options), as OssStore has: current value is ${show(store)}`,
    );
  }
  if (store.bucket !== undefined && store.bucket !== bucket) {
    throw new TypeError(
      `Cannot submit as 'store' must hold the bucket of the folder, "${bucket}": current value is "${store.bucket}"`,
    );
  }
  if (store.region !== undefined && store.region !== region) {
    throw new TypeError(
      `Cannot submit as the bucket must be in the region of the instance, ${region}: "${bucket}" is in ${store.region}`,
    );
  }
}

/**
 * Makes sure that increment.meta is there, and is the one that was written.
 *
 * @throws {ImageSearchError} `META_FILE_MISSING`, `META_FILE_CHANGED`, or the store's
 */
export async function assertMetaFile(
  store: MetaFileStore,
  { bucket, folder }: OssAddress,
  etag: string | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const key = keyIn(folder, META_FILE_NAME);
  const found = await store.head(key, { signal });
  if (found === undefined || found === null) {
    throw new ImageSearchError(`Cannot submit as oss://${bucket}/${key} must be there: the bucket has none`, {
      code: 'META_FILE_MISSING',
      advice: `Check the bucket and the folder, and put ${META_FILE_NAME} there`,
    });
  }
  if (etag === undefined || (found.etag !== undefined && bare(found.etag) === bare(etag))) return;
  throw new ImageSearchError(
    `Cannot submit as oss://${bucket}/${key} must be the file that was written, with ETag ${bare(etag)}: current value is ${bare(found.etag ?? 'none')}`,
    {
      code: 'META_FILE_CHANGED',
      advice: 'Another writer has put a file there: write yours again, or submit without its ETag',
    },
  );
}

const bare = (etag: string): string => etag.replace(/^W\//, '').replace(/^"|"$/g, '').toUpperCase();
