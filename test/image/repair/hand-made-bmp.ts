export interface BmpParts {
  readonly width: number;
  /** Negative when the first row is the top one. */
  readonly rows: number;
  readonly bits: number;
  /** @default 0 */
  readonly compression?: number;
  /** 12, 40, 56, 64 and so on. @default 40 */
  readonly headerBytes?: number;
  /** Red, green, blue and transparency; behind the header where it has no room for them. */
  readonly masks?: readonly number[];
  /** Red, green, blue of each colour. */
  readonly palette?: readonly (readonly [number, number, number])[];
  readonly data: Uint8Array;
}

/** A BMP made of its parts, byte by byte. */
export function bmpOf(parts: BmpParts): Buffer {
  const { width, rows, bits, compression = 0, headerBytes = 40, masks = [], palette = [], data } = parts;
  const header = Buffer.alloc(14 + headerBytes);
  header.writeUInt32LE(headerBytes, 14);
  if (headerBytes === 12) {
    header.writeUInt16LE(width, 18);
    header.writeUInt16LE(rows, 20);
    header.writeUInt16LE(1, 22);
    header.writeUInt16LE(bits, 24);
  } else {
    header.writeInt32LE(width, 18);
    header.writeInt32LE(rows, 22);
    header.writeUInt16LE(1, 26);
    header.writeUInt16LE(bits, 28);
    header.writeUInt32LE(compression, 30);
    header.writeUInt32LE(palette.length, 46);
  }
  const words = Buffer.alloc(masks.length * 4);
  for (const [i, mask] of masks.entries()) words.writeUInt32LE(mask >>> 0, i * 4);
  const isInside = headerBytes >= 56;
  if (isInside) words.copy(header, 54);
  const colours = palette.map(([r, g, b]) => Buffer.from(headerBytes === 12 ? [b, g, r] : [b, g, r, 0]));
  const file = Buffer.concat([header, isInside ? Buffer.alloc(0) : words, ...colours, data]);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(file.length - data.length, 10);
  return file;
}
