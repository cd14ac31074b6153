import { META_FILE_NAME } from '../../meta/model/meta-file-name.ts';
import { keyIn, MOST_KEY_BYTES, type OssAddress } from '../../service/addresses/oss-address.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { ObjectStore } from '../../shared/objects/object-store.ts';
import { show } from '../../shared/options/checks.ts';

/** The bucket that holds increment.meta. Bucket and region are compared where the store has them. */
type MetaFileStore = Pick<ObjectStore, 'head' | 'bucket' | 'region'>;

/**
 * A task is submitted with the folder of increment.meta, although the document calls `Path` a path to the file.
 *
 * @throws {TypeError} for the file itself, or a folder whose increment.meta would have too long a key (OSS: 1,023 bytes)
 */
export function checkFolder({ bucket, folder }: OssAddress): void {
  if (folder === META_FILE_NAME || folder.endsWith(`/${META_FILE_NAME}`)) {
    throw new TypeError(
      `Cannot submit as the address must be that of the folder, not of the file in it: current value is "oss://${bucket}/${folder}"; leave out ${META_FILE_NAME}`,
    );
  }
  const bytes = Buffer.byteLength(keyIn(folder, META_FILE_NAME));
  if (bytes > MOST_KEY_BYTES)
    throw new TypeError(
      `Cannot submit as the key of ${META_FILE_NAME}, folder included, must have at most ${MOST_KEY_BYTES} bytes: current value is ${bytes}`,
    );
}

/**
 * A task reads increment.meta only from a bucket in the region of its instance.
 *
 * @throws {TypeError} when the store is of another bucket, or of a bucket in another region
 */
export function checkStore(store: MetaFileStore, { bucket }: OssAddress, region: string): void {
  if (typeof store?.head !== 'function') {
    throw new TypeError(
      `Cannot submit as 'store' must have head(key, options), as OssStore has: current value is ${show(store)}`,
    );
  }
  if (store.bucket !== undefined && store.bucket !== bucket) {
    throw new TypeError(
      `Cannot submit as 'store' must be of the bucket of the address, "${bucket}": current value is "${store.bucket}"`,
    );
  }
  if (store.region !== undefined && store.region !== region) {
    throw new TypeError(
      `Cannot submit as the bucket must be in the region of the instance, ${region}: "${bucket}" is in ${store.region}`,
    );
  }
}

/**
 * Makes sure that increment.meta is there, and is the file that was written.
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
    throw new ImageSearchError(
      `Cannot submit as oss://${bucket}/${key} must be there: the bucket has no such object`,
      {
        code: 'META_FILE_MISSING',
        advice: `Check the bucket and the folder, and put ${META_FILE_NAME} there`,
      },
    );
  }
  if (etag === undefined || (found.etag !== undefined && bare(found.etag) === bare(etag))) return;
  throw new ImageSearchError(
    `Cannot submit as oss://${bucket}/${key} must be the file that was written, with ETag ${bare(etag)}: current value is ${found.etag === undefined ? 'unknown' : bare(found.etag)}`,
    {
      code: 'META_FILE_CHANGED',
      advice: 'Another writer has put a file there: write yours again, or submit without an ETag',
    },
  );
}

const bare = (etag: string): string => etag.replace(/^W\//, '').replace(/^"|"$/g, '').toUpperCase();
