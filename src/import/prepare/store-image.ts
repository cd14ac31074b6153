import { createHash } from 'node:crypto';
import { isImageSearchError } from '../../shared/image-search-error.ts';
import type { Issue } from '../../shared/issue.ts';
import type { ObjectStore } from '../../shared/object-store.ts';
import { concernsObjectAlone } from '../../storage/object-refusal.ts';
import type { PlannedEntry } from '../plan/planned-entry.ts';
import type { AcceptedEntry } from './check-entry.ts';
import type { SendEntry, SentEntry } from './send-entry.ts';

/** For a batch task: stores the image of an entry, unless the bucket has it already. A DELETE has none. */
export const storeImages =
  (store: ObjectStore): SendEntry =>
  async ({ entry, image }: AcceptedEntry, signal): Promise<SentEntry> => {
    if (image === null) return {};
    if (image.isPresent || isSame(entry.present, image.bytes)) return { stored: 'present' };
    const refusal = await putImage(image, store, signal);
    return refusal === undefined ? { stored: 'sent' } : { refused: [refusal] };
  };

/** Whether an object has these bytes. The ETag of an object that was stored in one piece is the MD5 of its bytes. */
export const isSame = (present: PlannedEntry['present'], bytes: Uint8Array): boolean =>
  present !== undefined &&
  present.bytes === bytes.length &&
  present.etag.toLowerCase() === createHash('md5').update(bytes).digest('hex');

/** Stores an image. An issue when the store refuses this very object. */
export async function putImage(
  { key, bytes }: { readonly key: string; readonly bytes: Uint8Array },
  store: ObjectStore,
  signal: AbortSignal,
): Promise<Issue | undefined> {
  try {
    await store.put(key, bytes, { signal });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (!isImageSearchError(error) || !concernsObjectAlone(error)) throw error;
    return {
      code: 'UPLOAD_REFUSED',
      severity: 'error',
      path: ['picName'],
      message: `OSS does not take the image as ${JSON.stringify(key)}: ${error.message} [${error.code}]; give it another PicName, or correct the image`,
    };
  }
}
