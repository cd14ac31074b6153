import type { GalleryClient } from '../../gallery/gallery-client.ts';
import { ImageRefused } from '../../gallery/image-refused.ts';
import type { Patience } from '../../service/patience.ts';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { GrowingLines, wholeLinesOf } from '../state/growing-lines.ts';
import type { Difference } from './difference.ts';

/** What became of one call of UpdateImage: a line of updates.jsonl, in the order of the plan. */
export interface UpdateLine {
  /** From 1, among the calls of the plan. */
  readonly number: number;
  readonly productId: string;
  readonly picName: string;
  /** Why the image is added again instead: null when the call has changed it. */
  readonly failure: string | null;
}

interface UpdateContext {
  readonly gallery: Pick<GalleryClient, 'update'>;
  readonly patience: Patience;
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Changes images by UpdateImage, those that an earlier run has not. A call that the service refuses, as instances may that are
 * older than it, is no failure: the image is then added again.
 *
 * @param path of the ledger, whose length is where to continue
 */
export async function* updateImages(
  differences: AsyncIterable<Difference>,
  path: string,
  { gallery, patience, concurrency, signal }: UpdateContext,
): AsyncGenerator<UpdateLine, void, void> {
  let [done, bytes] = [0, 0];
  for await (const line of wholeLinesOf<UpdateLine>(path)) [done, bytes] = [done + 1, line.bytes];
  using ledger = new GrowingLines<UpdateLine>(path, bytes);
  let number = done;
  const update = async (difference: Difference, inner: AbortSignal): Promise<UpdateLine> => {
    const { picName, entry, update: image } = difference;
    number += 1;
    const names = { number, productId: entry.productId, picName };
    if (image === undefined) throw new Error('Defect in updateImages: the difference has no update');
    try {
      await patience.run(() => gallery.update(image, { signal: inner }), { signal: inner });
      return { ...names, failure: null };
    } catch (error) {
      inner.throwIfAborted();
      if (error instanceof ImageRefused) return { ...names, failure: error.message };
      if (!isImageSearchError(error) || error.retryable) throw error;
      return { ...names, failure: `${error.message} [${error.code}]` };
    }
  };
  for await (const line of mapConcurrent(after(done, differences), update, { concurrency, signal })) {
    yield line;
    ledger.add(line); // once it was told: what a kill leaves untold is called and told again
  }
  await ledger.sync();
}

async function* after<T>(count: number, items: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  let n = 0;
  for await (const item of items) if (++n > count) yield item;
}
