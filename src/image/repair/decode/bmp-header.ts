import { CorruptImage, TruncatedImage } from '../../header/bad-image.ts';

export interface BmpHeader {
  /** In px. */
  readonly width: number;
  /** In px. */
  readonly height: number;
  readonly bits: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  /** Whether indexes are packed in runs. */
  readonly runs: boolean;
  /** Whether the first row is the top one. */
  readonly topDown: boolean;
  /** Red, green, blue and, where there is one, transparency of a pixel of 16 or 32 bits. */
  readonly masks: readonly number[];
  /** Red, green, blue of each colour; empty above 8 bits. */
  readonly palette: Uint8Array;
  /** Where the pixels begin. */
  readonly pixels: number;
}

const FILE_HEADER_BYTES = 14;
const OS2_HEADER_BYTES = 12;
const OS2_2_HEADER_BYTES = 64;

const BITS = [1, 2, 4, 8, 16, 24, 32] as const;

/** The compressions that are read, and the bits they may come with. OS/2 2 has other meanings for 3 and above. */
const PACKINGS: Readonly<Record<number, { readonly bits: readonly number[]; readonly masks?: 3 | 4 }>> = {
  0: { bits: BITS },
  1: { bits: [8] },
  2: { bits: [4] },
  3: { bits: [16, 32], masks: 3 },
  6: { bits: [16, 32], masks: 4 },
};

const DEFAULT_MASKS: Readonly<Record<number, readonly number[]>> = {
  16: [0x7c00, 0x3e0, 0x1f],
  32: [0xff0000, 0xff00, 0xff], // the fourth byte means nothing here
};

/** @throws {CorruptImage} when it cannot be or is of a kind that is not read, {TruncatedImage} when it is cut. */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < FILE_HEADER_BYTES + OS2_HEADER_BYTES) throw new TruncatedImage('its header is cut');
  const headerBytes = view.getUint32(FILE_HEADER_BYTES, true);
  if (FILE_HEADER_BYTES + headerBytes > bytes.length) throw new TruncatedImage('its header is cut');
  const small = headerBytes === OS2_HEADER_BYTES;
  const width = small ? view.getUint16(18, true) : view.getInt32(18, true);
  const rows = small ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(small ? 24 : 28, true);
  const compression = headerBytes >= 40 ? view.getUint32(30, true) : 0;
  const packing = headerBytes === OS2_2_HEADER_BYTES && compression > 2 ? undefined : PACKINGS[compression];
  if (width < 1 || rows === 0) throw new CorruptImage(`its header says ${width}×${rows}`);
  const known = BITS.find((one) => one === bits);
  if (known === undefined || !packing?.bits.includes(bits)) {
    throw new CorruptImage(`packing ${compression} with ${bits} bits is not read`);
  }
  const { masks, end } = readMasks(view, headerBytes, bits, packing.masks);
  const pixels = Math.max(view.getUint32(10, true), end);
  return {
    width,
    height: Math.abs(rows), // negative: the first row is the top one
    bits: known,
    runs: compression === 1 || compression === 2,
    topDown: rows < 0,
    masks,
    palette:
      bits <= 8 ? readPalette(bytes, view, { headerBytes, from: end, pixels, bits }) : new Uint8Array(),
    pixels,
  };
}

/** The masks stand in the header from its third version on, behind it in the first. */
function readMasks(view: DataView, headerBytes: number, bits: number, said: 3 | 4 | undefined) {
  const headerEnd = FILE_HEADER_BYTES + headerBytes;
  if (said === undefined) return { masks: DEFAULT_MASKS[bits] ?? [], end: headerEnd };
  const inside = headerBytes >= 52;
  const count = inside ? (headerBytes >= 56 ? 4 : 3) : said;
  const from = FILE_HEADER_BYTES + 40;
  if (from + count * 4 > view.byteLength) throw new TruncatedImage('its colour masks are cut');
  const masks = Array.from({ length: count }, (_, i) => view.getUint32(from + i * 4, true));
  if (bits === 16 && masks.some((mask) => mask > 0xffff)) {
    throw new CorruptImage('a colour mask has more than 16 bits');
  }
  return { masks, end: inside ? headerEnd : headerEnd + count * 4 };
}

/** Blue, green, red and a byte that means nothing; OS/2 1 has no such byte. */
function readPalette(
  bytes: Uint8Array,
  view: DataView,
  place: { headerBytes: number; from: number; pixels: number; bits: number },
): Uint8Array {
  const size = place.headerBytes === OS2_HEADER_BYTES ? 3 : 4;
  const said = place.headerBytes >= 40 ? view.getUint32(46, true) : 0;
  const most = 2 ** place.bits;
  const room = Math.floor((Math.min(place.pixels, bytes.length) - place.from) / size);
  const count = Math.min(said === 0 ? most : said, most, room);
  const palette = new Uint8Array(Math.max(0, count) * 3);
  for (let i = 0; i < count; i++) {
    const at = place.from + i * size;
    palette.set([bytes[at + 2] as number, bytes[at + 1] as number, bytes[at] as number], i * 3);
  }
  return palette;
}
