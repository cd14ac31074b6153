import type { GalleryClient } from '../../gallery/gallery-client.ts';
import { ImageRefused } from '../../gallery/image-refused.ts';
import type { Patience } from '../../service/patience.ts';
import { type ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { FAILURE_REASONS } from '../../task/failures/failure-reasons.ts';
import { OWN_TRIES } from '../own-tries.ts';
import type { AcceptedEntry } from './check-entry.ts';
import type { SendEntry, SentEntry } from './send-entry.ts';

/** What an entry is sent through, where each is a call of its own. */
export interface GalleryCalls {
  readonly gallery: Pick<GalleryClient, 'add' | 'delete' | 'detail'>;
  /** Waits for a gallery that is away. */
  readonly patience: Patience;
}

/**
 * Adds and deletes by calls of the gallery. A call that was answered and is sent again, after a kill, changes nothing more:
 * the last ADD counts, and deleting what is not there succeeds.
 */
export const callGallery =
  ({ gallery, patience }: GalleryCalls): SendEntry =>
  async (accepted, signal): Promise<SentEntry> => {
    let tries = 0;
    let isOwnTrouble = false;
    const attempt = async () => {
      tries += 1;
      try {
        await call(gallery, accepted, signal);
      } catch (error) {
        if (tries >= OWN_TRIES && isAnswerAboutImage(error))
          isOwnTrouble = await answersAtAll(gallery, signal);
        throw error;
      }
    };
    const mayPass = (error: ImageSearchError) => !isOwnTrouble && patience.mayPass(error);
    try {
      await patience.run(attempt, { signal, mayPass, ownTries: OWN_TRIES });
      return {};
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ImageRefused) return { refused: error.issues };
      if (!isImageSearchError(error) || (patience.isOver && !isOwnTrouble)) throw error;
      const { code, message, retryable } = error;
      const reason = FAILURE_REASONS[code];
      if (reason === undefined && !retryable) throw error; // it concerns every call, such as credentials that are refused
      return { failure: { code, message, mayPass: retryable || reason?.remedy === 'retry' } };
    }
  };

/** Whether the service has answered, in a way that may concern this image alone. */
const isAnswerAboutImage = (error: unknown): boolean =>
  isImageSearchError(error) && error.requestId !== undefined && FAILURE_REASONS[error.code] !== undefined;

/** Tells a service that is away from an image that it cannot take, where no other call is under way. */
const answersAtAll = (gallery: GalleryCalls['gallery'], signal: AbortSignal): Promise<boolean> =>
  gallery.detail({ signal }).then(
    () => true,
    () => false,
  );

async function call(
  gallery: GalleryCalls['gallery'],
  { record, image }: AcceptedEntry,
  signal: AbortSignal,
): Promise<void> {
  if (record.operationType === 'DELETE') {
    const { productId, picName } = record;
    await gallery.delete(picName === undefined ? { productId, allImages: true } : { productId, picName }, {
      signal,
    });
    return;
  }
  if (!image?.bytes)
    throw new Error('Defect in checkEntry: an ADD that is a call has the bytes of its image');
  const { operationType: _, ...input } = record;
  await gallery.add({ ...input, picture: image.bytes }, { signal });
}
