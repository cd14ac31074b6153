import { CorruptImage, TruncatedImage } from '../header/bad-image.ts';
import { entryOf, firstNumber, type Ifd, lastNumbers, numbersAreLoaded } from './ifd.ts';

const MOST_STRIPS = 16_384;

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planes: 284,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
} as const;

const UNCOMPRESSED = 1;
const OLD_JPEG = 6; // its strips are often not where the tags say, and decoders know
const YCBCR = 6; // its colours may have fewer values than pixels
const SEPARATE_PLANES = 2;

/** Whether looking at the places of the pixels takes no further read. */
export const stripsAreLoaded = (ifd: Ifd): boolean =>
  [offsetsTag(ifd), lengthsTag(ifd)].every((tag) => numbersAreLoaded(ifd, tag, MOST_STRIPS));

/**
 * Looks whether all strips or tiles lie in a file of `size` bytes. Where the directory does not say how long they are, the
 * length of uncompressed ones is computed, and decoders take the rest of the file for a single compressed one.
 *
 * @throws {TruncatedImage} when the file ends before, {CorruptImage} when the directory does not say where they are
 */
export function checkStrips(ifd: Ifd, size: number): void {
  if (firstNumber(ifd, TAG.compression) === OLD_JPEG) return;
  const starts = lastNumbers(ifd, offsetsTag(ifd), MOST_STRIPS) ?? [];
  const lengths = lastNumbers(ifd, lengthsTag(ifd), MOST_STRIPS) ?? [];
  if (starts.length === 0) throw new CorruptImage('its directory does not say where its pixels are');
  const whole = uncompressedStrips(ifd);
  starts.forEach((start, i) => {
    const said = lengths[i] ?? 0;
    const isOnly = starts.length === 1;
    const computed = whole === null ? null : i === starts.length - 1 ? whole.last : whole.each;
    if (said === 0 && computed === null && !isOnly)
      throw new CorruptImage('its directory does not say how long its compressed strips are');
    // A single strip that says more than its pixels take is read as far as these go.
    const length = said === 0 ? (computed ?? 1) : isOnly ? Math.min(said, computed ?? said) : said;
    if (start + length > size)
      throw new TruncatedImage(`its pixels end at byte ${start + length}, the file at ${size}`);
  });
}

const isTiled = (ifd: Ifd): boolean => entryOf(ifd, TAG.tileOffsets) !== null;
const offsetsTag = (ifd: Ifd): number => (isTiled(ifd) ? TAG.tileOffsets : TAG.stripOffsets);
const lengthsTag = (ifd: Ifd): number => (isTiled(ifd) ? TAG.tileBytes : TAG.stripBytes);

/** The bytes of uncompressed strips, and of the last one, which may have fewer rows; null where they cannot be computed. */
function uncompressedStrips(ifd: Ifd): { readonly each: number; readonly last: number } | null {
  const number = (tag: number, otherwise: number) => firstNumber(ifd, tag) ?? otherwise;
  if (number(TAG.compression, UNCOMPRESSED) !== UNCOMPRESSED) return null;
  if (number(TAG.photometric, 0) === YCBCR) return null;
  const samples = number(TAG.planes, 1) === SEPARATE_PLANES ? 1 : number(TAG.samples, 1);
  const rowBytes = (width: number) => Math.ceil((width * number(TAG.bits, 1) * samples) / 8);
  if (isTiled(ifd)) {
    const tile = rowBytes(number(TAG.tileWidth, 0)) * number(TAG.tileHeight, 0);
    return { each: tile, last: tile };
  }
  const height = number(TAG.height, 0);
  const rows = Math.max(1, Math.min(number(TAG.rowsPerStrip, height), height));
  const row = rowBytes(number(TAG.width, 0));
  return { each: row * rows, last: row * (height % rows || rows) };
}
