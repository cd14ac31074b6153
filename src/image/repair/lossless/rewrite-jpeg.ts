import { joinBytes } from '../../../shared/text/join-bytes.ts';
import { hasNoLength } from '../../formats/jpeg-markers.ts';
import { endOfPixels } from '../../formats/jpeg-pixels-end.ts';
import { ImageBytes } from '../../header/image-bytes.ts';

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP15 = 0xef;
const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** Segments of applications that say how the pixels are to be read; the others may go. */
const NEEDED: Readonly<Record<number, string>> = {
  [APP0]: 'JFIF\0',
  [APP2]: 'ICC_PROFILE\0',
  238: 'Adobe',
};

/** The JPEG with the end marker that it lacks, behind its last pixel; what stands there follows it. */
export function jpegWithEnd(bytes: Uint8Array): Uint8Array {
  const end = endOfPixels(new ImageBytes(bytes.length, bytes));
  return joinBytes([bytes.subarray(0, end), Uint8Array.of(0xff, END_OF_IMAGE), bytes.subarray(end)]);
}

/** The JPEG without its Exif blocks; all the rest as it was. Null when it cannot be taken apart. */
export const jpegWithoutExif = (bytes: Uint8Array): Uint8Array | null =>
  rebuilt(bytes, (marker, data) => !(marker === APP1 && begins(data, 'Exif\0')), false);

/** The JPEG with what decoding needs and nothing else, ended where its picture ends. Null when it cannot be taken apart. */
export const jpegWithoutExtras = (bytes: Uint8Array): Uint8Array | null =>
  rebuilt(
    bytes,
    (marker, data) =>
      marker === COMMENT || (marker >= APP0 && marker <= APP15) ? begins(data, NEEDED[marker] ?? null) : true,
    true,
  );

/** The JPEG without the index of further pictures and without these, ended where its own picture ends; Exif stays. */
export const jpegWithoutPictures = (bytes: Uint8Array): Uint8Array | null =>
  rebuilt(bytes, (marker, data) => !(marker === APP2 && begins(data, 'MPF\0')), true);

function rebuilt(
  bytes: Uint8Array,
  keeps: (marker: number, data: Uint8Array) => boolean,
  toTheEnd: boolean,
): Uint8Array | null {
  const pieces = [bytes.subarray(0, 2)];
  for (let at = 2; ; ) {
    const found = bytes.indexOf(0xff, at);
    const marker = bytes[found + 1];
    if (found < 0 || marker === undefined) return null;
    at = found + 1;
    if (marker === 0xff || marker === 0x00) continue; // a fill byte, or junk that decoders step over
    at = found + 2;
    if (hasNoLength(marker)) continue;
    if (marker === END_OF_IMAGE) {
      pieces.push(bytes.subarray(found, at));
      return toTheEnd ? joinBytes(pieces) : null;
    }
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (length < 2 || at + length > bytes.length) return null;
    if (marker === START_OF_SCAN && !toTheEnd) {
      return joinBytes([...pieces, bytes.subarray(found)]);
    }
    const end = marker === START_OF_SCAN ? scanEnd(bytes, at + length) : at + length;
    if (keeps(marker, bytes.subarray(at + 2, end))) pieces.push(bytes.subarray(found, end));
    at = end;
  }
}

/** The next marker that does not belong to coded pixels: there FF is followed by 00 or by a restart marker. */
function scanEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; ; ) {
    const found = bytes.indexOf(0xff, at);
    const code = bytes[found + 1];
    if (found < 0 || code === undefined) return bytes.length;
    if (code !== 0x00 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) return found;
    at = found + (code === 0xff ? 1 : 2);
  }
}

function begins(data: Uint8Array, characters: string | null): boolean {
  return (
    characters !== null && Buffer.from(data.subarray(0, characters.length)).toString('latin1') === characters
  );
}
