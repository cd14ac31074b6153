import { imageLimits } from '../../../image/image-limits.ts';
import { ImageValidator } from '../../../image/image-validator.ts';
import { onWhite } from '../../../image/repair/decode/raw-pixels.ts';
import { decodePicture } from '../../../image/repair/decode-picture.ts';
import { CannotRepair } from '../../../image/repair/repair-issue.ts';
import { isImageSearchError } from '../../../shared/errors/image-search-error.ts';
import { loadSharp } from '../../../shared/loading/load-sharp.ts';
import type { Region } from '../../../shared/model/region.ts';

/** A picture in a few bytes: its colours, scaled to SIDE × SIDE pixels of RGB. */
export type PictureDescriptor = Uint8Array;

const SIDE = 12;
const MOST_PIXELS = 4096 ** 2; // the largest picture that any instance takes

/**
 * Describes a picture, or the region of it. Undefined when its pixels cannot be decoded, or when the optional package sharp
 * is not installed.
 */
export async function describePicture(
  bytes: Uint8Array,
  region?: Region | undefined,
): Promise<PictureDescriptor | undefined> {
  const { facts } = await new ImageValidator({ serviceType: 'generic' }).validate(bytes);
  if (facts === null) return undefined;
  try {
    const sharp = await loadSharp();
    const limits = imageLimits('generic', 'current');
    const context = { sharp, limits, maxPixels: MOST_PIXELS, signal: undefined };
    const { pixels } = await decodePicture(bytes, facts, context);
    const { data, width, height, channels } = onWhite(pixels);
    const opened = sharp(data, { raw: { width, height, channels } });
    const { x1, x2, y1, y2 } = region ?? { x1: 0, x2: width, y1: 0, y2: height };
    const part = opened.extract({ left: x1, top: y1, width: x2 - x1, height: y2 - y1 });
    return await part
      .resize(SIDE, SIDE, { fit: 'fill' })
      .toColourspace('srgb') // grey becomes three channels, too
      .raw()
      .toBuffer();
  } catch (error) {
    if (error instanceof CannotRepair || isImageSearchError(error, 'SHARP_MISSING')) return undefined;
    throw error;
  }
}

/** From 0 to 1: one minus the root of the mean square difference of the colours. */
export function similarity(one: PictureDescriptor, other: PictureDescriptor): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += ((one[at] as number) - (other[at] as number)) ** 2;
  return 1 - Math.sqrt(sum / one.length) / 255;
}
