import { CorruptImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';

/** What decoding needs beside the frame, by its number 0 to 3 as a bit: tables that were defined. */
export interface JpegTables {
  quantization: number;
  /** Of the coefficients for a block's mean. */
  dc: number;
  /** Of the other coefficients. */
  ac: number;
}

/** Those of a Motion JPEG, which decoders fill in where a file defines none. */
const DEFAULT_TABLES = 0b0011;

/** Notes the tables of a DQT segment. */
export function noteQuantization(tables: JpegTables, bytes: ImageBytes, from: number, end: number): void {
  for (let at = from; at < end; ) {
    const head = bytes.u8(at);
    tables.quantization |= 1 << (head & 3);
    at += 1 + (head >> 4 === 0 ? 64 : 128);
  }
}

/** Notes the tables of a DHT segment: 16 counts of codes by their length, then a symbol for each code. */
export function noteHuffman(tables: JpegTables, bytes: ImageBytes, from: number, end: number): void {
  for (let at = from; at + 17 <= end; ) {
    const head = bytes.u8(at);
    const table = 1 << (head & 3);
    if (head & 0x10) tables.ac |= table;
    else tables.dc |= table;
    let symbols = 0;
    for (let i = 1; i <= 16; i++) symbols += bytes.u8(at + i);
    at += 17 + symbols;
  }
}

/** Where a frame header is, and its marker. */
export interface FrameHeader {
  readonly marker: number;
  readonly at: number;
}

const HUFFMAN = [0xc0, 0xc1, 0xc2, 0xc5, 0xc6];
const SEQUENTIAL = [0xc0, 0xc1];
const LOSSLESS = [0xc3, 0xc7, 0xcb, 0xcf];

/**
 * Looks whether the first scan has the tables that it names. True when decoders must fill in those of a Motion JPEG.
 *
 * @throws {CorruptImage} when a table is missing, or the scan names a component that the frame does not have
 */
export function checkTables(
  tables: JpegTables,
  bytes: ImageBytes,
  { marker, at: frame }: FrameHeader,
  scan: number,
): boolean {
  if (LOSSLESS.includes(marker)) return false;
  const components = bytes.u8(scan + 2);
  if (components < 1 || components > 4 || bytes.u16be(scan) !== 6 + 2 * components)
    throw new CorruptImage(`its scan header says ${components} components in ${bytes.u16be(scan)} bytes`);
  const hasAc = SEQUENTIAL.includes(marker);
  let filledIn = 0;
  for (let i = 0; i < components; i++) {
    const at = scan + 3 + 2 * i;
    const quantization = bytes.u8(componentAt(bytes, frame, bytes.u8(at)) + 2);
    if ((tables.quantization & (1 << quantization)) === 0)
      throw new CorruptImage(`it lacks the quantization table ${quantization}`);
    if (!HUFFMAN.includes(marker)) continue;
    const numbers = bytes.u8(at + 1);
    const dc = 1 << (numbers >> 4);
    const ac = hasAc ? 1 << (numbers & 15) : 0;
    const missing = (dc & ~tables.dc) | (ac & ~tables.ac);
    if (missing & ~(hasAc ? DEFAULT_TABLES : 0))
      throw new CorruptImage('it lacks a Huffman table that its scan names');
    filledIn |= missing;
  }
  return filledIn !== 0;
}

/** Where the frame header describes the component of this id. */
function componentAt(bytes: ImageBytes, frame: number, id: number): number {
  const count = bytes.u8(frame + 7);
  for (let at = frame + 8; at < frame + 8 + 3 * count; at += 3) if (bytes.u8(at) === id) return at;
  throw new CorruptImage(`its scan names the component ${id}, which its frame does not have`);
}
