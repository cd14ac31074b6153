import { joinBytes } from '../../../shared/text/join-bytes.ts';

const SIGNATURE_BYTES = 8;
const EXIF_PROFILES = /^(zTXt|tEXt)Raw profile type exif\0/;
const OF_FRAMES = ['acTL', 'fcTL', 'fdAT'];

/** Chunks that are not critical and yet say how the pixels are to be read. */
const OF_PIXELS = ['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'pHYs', 'cICP', 'mDCV', 'cLLI'];

/** The PNG without its Exif blocks. Null when it cannot be taken apart. */
export const pngWithoutExif = (bytes: Uint8Array): Uint8Array | null =>
  rebuilt(bytes, (name, start) => name !== 'eXIf' && !EXIF_PROFILES.test(start));

/** The PNG without the frames that follow its picture. Null when it cannot be taken apart. */
export const pngWithoutFrames = (bytes: Uint8Array): Uint8Array | null =>
  rebuilt(bytes, (name) => !OF_FRAMES.includes(name));

/** The PNG with what decoding needs and nothing else. Null when it cannot be taken apart. */
export const pngWithoutExtras = (bytes: Uint8Array): Uint8Array | null =>
  rebuilt(bytes, (name) => isCritical(name) || OF_PIXELS.includes(name));

/** Chunks keep their checksums; whatever stands behind the last one goes. */
function rebuilt(bytes: Uint8Array, keeps: (name: string, start: string) => boolean): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces = [bytes.subarray(0, SIGNATURE_BYTES)];
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return null;
    const start = Buffer.from(bytes.subarray(at + 4, Math.min(at + 40, end))).toString('latin1');
    const name = start.slice(0, 4);
    if (keeps(name, start)) pieces.push(bytes.subarray(at, end));
    if (name === 'IEND') return joinBytes(pieces);
    at = end;
  }
  return null;
}

const isCritical = (name: string): boolean => /^[A-Z]/.test(name);
