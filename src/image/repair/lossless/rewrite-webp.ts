import { joinBytes } from '../../../shared/text/join-bytes.ts';

const FIRST_CHUNK = 12;
const FLAGS = FIRST_CHUNK + 8;
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

/** The WebP without its Exif block. Null when it cannot be taken apart. */
export const webpWithoutExif = (bytes: Uint8Array): Uint8Array | null =>
  rebuilt(bytes, (name) => name !== 'EXIF', HAS_EXIF);

const OF_PIXELS = ['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP', 'ANIM', 'ANMF'];

/** The WebP with what decoding needs and nothing else. Null when it cannot be taken apart. */
export const webpWithoutExtras = (bytes: Uint8Array): Uint8Array | null =>
  rebuilt(bytes, (name) => OF_PIXELS.includes(name), HAS_EXIF | HAS_XMP);

/** Whether its picture is coded without loss. */
export const isLosslessWebp = (bytes: Uint8Array): boolean =>
  chunksOf(bytes)?.some(({ name }) => name === 'VP8L') ?? false;

function rebuilt(bytes: Uint8Array, keeps: (name: string) => boolean, flags: number): Uint8Array | null {
  const chunks = chunksOf(bytes);
  if (chunks === null) return null;
  const kept = chunks.filter(({ name }) => keeps(name)).map(({ at, end }) => bytes.subarray(at, end));
  const whole = joinBytes([bytes.subarray(0, FIRST_CHUNK), ...kept]);
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  if (chunks[0]?.name === 'VP8X') whole[FLAGS] = (whole[FLAGS] as number) & ~flags;
  return whole;
}

/** With the byte that pads a chunk of odd length. */
function chunksOf(bytes: Uint8Array): { name: string; at: number; end: number }[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const chunks: { name: string; at: number; end: number }[] = [];
  for (let at = FIRST_CHUNK; at + 8 <= last; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (at + 8 + length > last) return null;
    chunks.push({ name: Buffer.from(bytes.subarray(at, at + 4)).toString('latin1'), at, end });
    at = end;
  }
  return chunks;
}
