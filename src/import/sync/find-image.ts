import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { ImageFormat } from '../../image/image-facts.ts';
import type { Services } from '../open-services.ts';
import { repairedName } from '../repaired-name.ts';

/** An image that the gallery is asked for. */
export type AskedImage = Pick<GalleryImage, 'productId' | 'picName'>;

/** What a repaired image is saved as. */
const REPAIRED_FORMATS: readonly ImageFormat[] = ['jpeg', 'png'];

/** @param repair whether the image is also asked for by the names that it would have after a repair, where its own is missing */
export async function findImage(
  { productId, picName }: AskedImage,
  repair: boolean,
  { gallery, galleryPatience }: Pick<Services, 'gallery' | 'galleryPatience'>,
  signal: AbortSignal,
): Promise<GalleryImage | undefined> {
  const repaired = repair ? REPAIRED_FORMATS.map((format) => repairedName(picName, format)) : [];
  for (const name of [picName, ...repaired]) {
    const ask = () => gallery.find(productId, name, { signal });
    const image = await galleryPatience.run(ask, { signal });
    if (image !== undefined) return image;
  }
  return undefined;
}
