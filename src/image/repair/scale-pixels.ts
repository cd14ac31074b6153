import type { Sharp } from 'sharp';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import type { RawPixels } from './decode/raw-pixels.ts';
import type { RepairContext } from './repair-context.ts';
import type { PictureSize } from './scaled-size.ts';

/** The pixels at this size; the same when they have it. */
export async function scaledPixels(
  pixels: RawPixels,
  { width, height }: PictureSize,
  { sharp, signal }: RepairContext,
): Promise<RawPixels> {
  if (pixels.width === width && pixels.height === height) return pixels;
  const { data, channels } = pixels;
  const raw = { width: pixels.width, height: pixels.height, channels };
  const work = resized(sharp(data, { raw, limitInputPixels: false }), { width, height })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer();
  return { data: await untilAborted(work, signal), width, height, channels };
}

/** To exactly this size by Lanczos; the caller has kept the ratio. */
export const resized = (image: Sharp, { width, height }: PictureSize): Sharp =>
  image.resize(width, height, { fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: false });
