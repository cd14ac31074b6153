import { CorruptImage, TruncatedImage } from '../../header/bad-image.ts';
import type { BmpHeader } from './bmp-header.ts';

const END_OF_LINE = 0;
const END_OF_BITMAP = 1;
const DELTA = 2;

/**
 * Indexes of a BMP in runs, RLE8 or RLE4, in rows from the top. Pixels that are skipped have index 0.
 *
 * @throws {TruncatedImage} when it ends before the picture does, {CorruptImage} when a run leaves the picture.
 */
export function expandRle(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits, topDown } = header;
  const indexes = new Uint8Array(width * height);
  let at = header.pixels;
  let x = 0;
  let y = 0;
  const next = (): number => {
    const byte = bytes[at++];
    if (byte === undefined) throw new TruncatedImage(`its runs end at row ${y} of ${height}`);
    return byte;
  };
  const put = (index: number): void => {
    if (y >= height) throw new CorruptImage('its runs have more rows than the picture');
    if (x < width) indexes[(topDown ? y : height - 1 - y) * width + x] = index; // runs are often rounded up
    x++;
  };
  const nibble = (byte: number, i: number): number => (i % 2 === 0 ? byte >> 4 : byte & 15);
  for (;;) {
    const count = next();
    const value = next();
    if (count > 0) {
      for (let i = 0; i < count; i++) put(bits === 8 ? value : nibble(value, i));
    } else if (value === END_OF_BITMAP) return indexes;
    else if (value === END_OF_LINE) {
      x = 0;
      y++;
      if (y >= height && at >= bytes.length) return indexes; // some writers leave the end mark out
    } else if (value === DELTA) {
      x += next();
      y += next();
    } else {
      let byte = 0;
      for (let i = 0; i < value; i++) {
        if (bits === 8 || i % 2 === 0) byte = next();
        put(bits === 8 ? byte : nibble(byte, i));
      }
      const read = bits === 8 ? value : Math.ceil(value / 2);
      if (read % 2 === 1) at++; // runs begin at even offsets
    }
  }
}
