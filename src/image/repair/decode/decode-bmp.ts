import { CorruptImage, TruncatedImage } from '../../header/bad-image.ts';
import { type BmpHeader, readBmpHeader } from './bmp-header.ts';
import { expandRle } from './bmp-rle.ts';
import type { RawPixels } from './raw-pixels.ts';

/**
 * Decodes BMP of Windows and OS/2: 1, 2, 4, 8, 16, 24 and 32 bits, with colour masks and with run lengths, from the
 * bottom up or from the top. Transparency counts where masks announce it and any pixel has some opacity.
 *
 * @throws {CorruptImage} when its header cannot be or its packing is another, {TruncatedImage} when pixels are missing.
 */
export function decodeBmp(bytes: Uint8Array): RawPixels {
  const header = readBmpHeader(bytes);
  return header.bits <= 8 ? decodeIndexed(bytes, header) : decodeDirect(bytes, header);
}

function decodeIndexed(bytes: Uint8Array, header: BmpHeader): RawPixels {
  const { width, height, palette } = header;
  const indexes = header.runs ? expandRle(bytes, header) : unpackIndexes(bytes, header);
  const data = new Uint8Array(width * height * 3);
  const colours = palette.length / 3;
  for (let i = 0; i < indexes.length; i++) {
    const index = indexes[i] as number;
    if (index >= colours) throw new CorruptImage(`a pixel has colour ${index} of ${colours}`);
    data[i * 3] = palette[index * 3] as number;
    data[i * 3 + 1] = palette[index * 3 + 1] as number;
    data[i * 3 + 2] = palette[index * 3 + 2] as number;
  }
  return { data, width, height, channels: 3 };
}

function unpackIndexes(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits } = header;
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  const indexes = new Uint8Array(width * height);
  eachRow(bytes, header, (from, y) => {
    for (let x = 0; x < width; x++) {
      const byte = bytes[from + Math.floor(x / perByte)] as number;
      indexes[y * width + x] = (byte >> (8 - bits - (x % perByte) * bits)) & mask;
    }
  });
  return indexes;
}

function decodeDirect(bytes: Uint8Array, header: BmpHeader): RawPixels {
  const { width, height, bits, masks } = header;
  const step = bits / 8;
  const plain = bits === 24 || (bits === 32 && isPlain(masks));
  const fields = masks.map(fieldOf);
  const channels = !plain && (masks[3] ?? 0) !== 0 ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  eachRow(bytes, header, (from, y) => {
    for (let x = 0, at = from, to = y * width * channels; x < width; x++, at += step, to += channels) {
      if (plain) {
        data[to] = bytes[at + 2] as number;
        data[to + 1] = bytes[at + 1] as number;
        data[to + 2] = bytes[at] as number;
        continue;
      }
      const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
      const pixel =
        step === 2 ? low : low | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
      for (let i = 0; i < channels; i++) {
        const { mask, shift, most } = fields[i] as Field;
        data[to + i] = most === 0 ? 0 : Math.round((((pixel & mask) >>> shift) * 255) / most);
      }
    }
  });
  return channels === 4
    ? opaqueIfUnused({ data, width, height, channels })
    : { data, width, height, channels };
}

/** Many writers announce a transparency and leave it 0 everywhere: they mean an opaque picture. */
function opaqueIfUnused(pixels: RawPixels): RawPixels {
  const { data } = pixels;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return pixels;
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return pixels;
}

/** Where each row of the picture, counted from the top, begins in the file. */
function eachRow(
  bytes: Uint8Array,
  { width, height, bits, pixels, topDown }: BmpHeader,
  read: (from: number, y: number) => void,
): void {
  const stride = Math.ceil((width * bits) / 32) * 4;
  const end = pixels + stride * (height - 1) + Math.ceil((width * bits) / 8); // not every writer pads the last row
  if (end > bytes.length) {
    throw new TruncatedImage(`its pixels end at byte ${end}, the file at ${bytes.length}`);
  }
  for (let y = 0; y < height; y++) read(pixels + (topDown ? y : height - 1 - y) * stride, y);
}

interface Field {
  readonly mask: number;
  readonly shift: number;
  /** Its highest value. */
  readonly most: number;
}

function fieldOf(mask: number): Field {
  if (mask === 0) return { mask, shift: 0, most: 0 };
  const shift = 31 - Math.clz32(mask & -mask);
  return { mask, shift, most: mask >>> shift };
}

const isPlain = ([red, green, blue, alpha = 0]: readonly number[]): boolean =>
  red === 0xff0000 && green === 0xff00 && blue === 0xff && alpha === 0;
