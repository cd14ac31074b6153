import { createHash } from 'node:crypto';
import { Unreadable } from '../../image/read/unreadable.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { type Issue, passes } from '../../shared/errors/issue.ts';
import type { ObjectStore } from '../../shared/objects/object-store.ts';
import { concernsObjectAlone } from '../../storage/object-refusal.ts';
import type { PlannedEntry } from '../plan/planned-entry.ts';
import type { ServerCopy } from '../source/server-copy.ts';
import type { AcceptedEntry } from './check-entry.ts';
import type { CopyableImage } from './checked-image.ts';
import type { SendEntry, SentEntry } from './send-entry.ts';

/** What images are stored by. */
export interface StoreTools {
  readonly store: ObjectStore;
  /** Undefined where every image goes through this machine. */
  readonly copies?: Pick<ServerCopy, 'copy'> | undefined;
}

/** For a batch task: stores the image of an entry, unless the bucket has it already. A DELETE has none. */
export const storeImages =
  (tools: StoreTools): SendEntry =>
  async ({ entry: { present }, image }: AcceptedEntry, signal): Promise<SentEntry> => {
    if (image === null) return {};
    if (image.isPresent) return { stored: 'present' };
    const { key, bytes, copyable } = image;
    if (bytes !== null) return await storeBytes({ key, bytes, present }, tools, signal);
    if (copyable === undefined) throw new Error('Defect in checkEntry: an image has bytes, or can be copied');
    try {
      return await copyImage({ key, copyable, present }, tools, signal);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { refused: [error.issue] };
    }
  };

/** An image on its way to its key. */
type Stored<Image> = Image & { readonly key: string; readonly present: PlannedEntry['present'] };

async function storeBytes(
  { key, bytes, present }: Stored<{ readonly bytes: Uint8Array }>,
  { store }: StoreTools,
  signal: AbortSignal,
): Promise<SentEntry> {
  if (isSame(present, bytes)) return { stored: 'present' };
  const refusal = await putImage({ key, bytes }, store, signal);
  return refusal === undefined ? { stored: 'sent' } : { refused: [refusal] };
}

/** Has OSS copy an image by itself; where it does not, the image goes through this machine. */
async function copyImage(
  { copyable, ...target }: Stored<{ readonly copyable: CopyableImage }>,
  tools: StoreTools,
  signal: AbortSignal,
): Promise<SentEntry> {
  const copied = await tools.copies?.copy(copyable.version, target, signal);
  if (copied?.stored !== undefined) return { stored: copied.stored, issues: copied.issues };
  const { bytes, issues: found } = await copyable.read();
  const issues = copied?.issues ?? [];
  // Its warnings are known by its headers.
  if (!passes(found))
    return { refused: [...issues, ...found.filter(({ severity }) => severity === 'error')] };
  return { ...(await storeBytes({ ...target, bytes }, tools, signal)), issues };
}

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
