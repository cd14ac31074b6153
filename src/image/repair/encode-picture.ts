import { untilAborted } from '../../shared/async/until-aborted.ts';
import { bestFitting, QUALITIES } from './best-fitting.ts';
import { hasFewColours, isDrawing, onWhite, type RawPixels } from './decode/raw-pixels.ts';
import type { RepairContext } from './repair-context.ts';
import { CannotRepair } from './repair-issue.ts';
import { scaledPixels } from './scale-pixels.ts';
import { scaledBy } from './scaled-size.ts';

export interface EncodedPicture {
  readonly image: Uint8Array;
  readonly format: 'png' | 'jpeg';
  /** Of the JPEG, 1 to 100; null of a PNG. */
  readonly quality: number | null;
  /** In px: smaller than before when no quality was enough. */
  readonly width: number;
  readonly height: number;
  /** Whether transparency was laid on white. */
  readonly flattened: boolean;
}

/** Times a picture is scaled down because of its bytes. */
const MOST_ROUNDS = 5;

/** Aims a little below the limit, as the size of a JPEG is not quite in proportion to its pixels. */
const MARGIN = 0.95;

/** From here on colours keep the resolution of the brightness. */
const FULL_COLOUR_QUALITY = 90;

/**
 * Puts a picture below the limit of bytes with the least loss: as PNG where that is its like and fits, else as the JPEG
 * of the highest quality that fits, else scaled down too. Encodes once as PNG and at most eight times a round as JPEG.
 *
 * @throws {CannotRepair} when no size that is allowed fits.
 */
export async function encodePicture(
  pixels: RawPixels,
  lossy: boolean,
  context: RepairContext,
): Promise<EncodedPicture> {
  const { limits } = context;
  const { width, height } = pixels;
  const transparent = pixels.channels === 4;
  if (transparent || !lossy || isDrawing(pixels)) {
    const image = await encodePng(pixels, context);
    if (image.length <= limits.maxBytes) {
      return { image, format: 'png', quality: null, width, height, flattened: false };
    }
  }
  const opaque = onWhite(pixels);
  let factor = 1;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const size = scaledBy({ width, height }, factor);
    if (Math.min(size.width, size.height) < limits.minSide) break;
    const scaled = await scaledPixels(opaque, size, context);
    const encode = (quality: number) => encodeJpeg(scaled, quality, context);
    const { fitting, leastBytes } = await bestFitting(encode, limits.maxBytes);
    if (fitting !== null) return { ...fitting, format: 'jpeg', ...size, flattened: transparent };
    factor *= Math.sqrt(limits.maxBytes / leastBytes) * MARGIN;
  }
  throw new CannotRepair(
    'IMAGE_REPAIR_NOT_SMALL_ENOUGH',
    ['bytes'],
    `No JPEG of quality ${QUALITIES.least} and up has at most ${limits.maxBytes} bytes with sides of ${limits.minSide} px and up; supply another image`,
  );
}

const encodePng = (pixels: RawPixels, context: RepairContext): Promise<Uint8Array> =>
  untilAborted(
    opened(pixels, context)
      .png({ compressionLevel: 9, adaptiveFiltering: !hasFewColours(pixels) })
      .toBuffer(),
    context.signal,
  );

const encodeJpeg = (pixels: RawPixels, quality: number, context: RepairContext): Promise<Uint8Array> =>
  untilAborted(
    opened(pixels, context)
      .jpeg({ quality, chromaSubsampling: quality >= FULL_COLOUR_QUALITY ? '4:4:4' : '4:2:0' })
      .toBuffer(),
    context.signal,
  );

function opened({ data, width, height, channels }: RawPixels, { sharp }: RepairContext) {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false }).toColourspace(
    channels === 1 ? 'b-w' : 'srgb',
  );
}
