import { deflateSync } from 'node:zlib';
import { jpegSegment, pngChunk } from '../../samples/image-parts.ts';

export { jpegSegment, pngChunk };

/** A TIFF header with one directory: `entries` are [tag, type, value], the value in the first bytes of its place. */
export function tiffBlock(
  entries: readonly (readonly [number, number, number])[],
  at = 8,
  big = false,
): Buffer {
  const block = Buffer.alloc(at + 2 + entries.length * 12 + 4);
  const u16 = (value: number, offset: number) =>
    big ? block.writeUInt16BE(value, offset) : block.writeUInt16LE(value, offset);
  const u32 = (value: number, offset: number) =>
    big ? block.writeUInt32BE(value, offset) : block.writeUInt32LE(value, offset);
  block.write(big ? 'MM' : 'II', 'latin1');
  u16(42, 2);
  u32(at, 4);
  u16(entries.length, at);
  entries.forEach(([tag, type, value], i) => {
    const entry = at + 2 + i * 12;
    u16(tag, entry);
    u16(type, entry + 2);
    u32(1, entry + 4);
    if (type === 1) block.writeUInt8(value, entry + 8);
    else if (type === 3) u16(value, entry + 8);
    else u32(value, entry + 8);
  });
  return block;
}

export const rawProfile = (block: Uint8Array, packed: boolean): Buffer => {
  const text = `\nexif\n${String(block.length).padStart(8)}\n${Buffer.from(block).toString('hex').replace(/.{72}/g, '$&\n')}\n`;
  const keyword = Buffer.from('Raw profile type exif\0', 'latin1');
  return packed
    ? pngChunk('zTXt', Buffer.concat([keyword, Buffer.from([0]), deflateSync(text)]))
    : pngChunk('tEXt', Buffer.concat([keyword, Buffer.from(text)]));
};

export const exifSegment = (block: Uint8Array): Buffer =>
  jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]));

/** `inserted` put into `whole` at `offset`. */
export const insert = (whole: Uint8Array, offset: number, inserted: Uint8Array): Buffer =>
  Buffer.concat([whole.subarray(0, offset), inserted, whole.subarray(offset)]);

/** Where a marker's FF is in a JPEG, counted from `from`. */
export const markerAt = (jpeg: Uint8Array, marker: number): number =>
  Buffer.from(jpeg).indexOf(Buffer.from([0xff, marker]));
