import type { ImageBytes } from '../header/image-bytes.ts';

/** How the chunks of a container stand one behind the other. */
const LAYOUTS = {
  riff: { name: 0, length: 4, little: true, around: 8, padded: 1 },
  png: { name: 4, length: 0, little: false, around: 12, padded: 0 },
} as const;

/**
 * The next chunk of this name from the chunk at `from` on, found by the lengths alone; -1 when there is none before `end`.
 * A hostile file has hundreds of thousands of chunks, and this is the quickest way past them.
 */
export function findChunk(
  bytes: ImageBytes,
  layout: keyof typeof LAYOUTS,
  name: string,
  from: number,
  end: number,
): number {
  const view = bytes.subarray(from, Math.max(0, Math.min(end, bytes.size) - from));
  const data = new DataView(view.buffer, view.byteOffset, view.byteLength);
  const { name: nameAt, length: lengthAt, little, around, padded } = LAYOUTS[layout];
  const wanted = Buffer.from(name, 'latin1').readUInt32BE();
  for (let at = 0; at + around <= data.byteLength; ) {
    if (data.getUint32(at + nameAt) === wanted) return from + at;
    const length = data.getUint32(at + lengthAt, little);
    at += around + length + (length & padded);
  }
  return -1;
}
