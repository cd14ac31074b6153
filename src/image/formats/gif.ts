import { CorruptImage, truncationOf } from '../bad-image.ts';
import type { ImageBytes } from '../image-bytes.ts';
import { type ImageHeader, PLAIN } from '../image-header.ts';

const MOST_BLOCKS = 16_384;
const MOST_JUNK = 4096;

const TRAILER = 0x3b;
const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** Width and height are those of the logical screen. */
export function readGif(bytes: ImageBytes): ImageHeader {
  const width = bytes.u16le(6);
  const height = bytes.u16le(8);
  let frames = 0;
  // A GIF has no length anywhere, and the byte of its trailer is as frequent as any: only the walk tells.
  const truncated = truncationOf(() => {
    const blocks = afterColours(bytes, 10);
    if (!bytes.isSmall) return;
    bytes.need(0, bytes.size);
    for (const block of walk(bytes, blocks + 2)) if (block === IMAGE) frames++;
  });
  return { ...PLAIN, width, height, animated: frames > 1, truncated };
}

/** The code of each block once it is known to be whole. Ends at the trailer, or where a lax decoder would. */
function* walk(bytes: ImageBytes, from: number): Generator<number> {
  let at = from;
  let frames = 0;
  let junk = 0;
  for (let blocks = 0; blocks < MOST_BLOCKS; ) {
    if (frames > 0 && at >= bytes.size) return; // every frame is whole, only the trailer is missing
    const code = bytes.u8(at);
    if (code === TRAILER && frames > 0) return;
    if (code === EXTENSION) at = afterSubBlocks(bytes, at + 2);
    else if (code === IMAGE) at = afterSubBlocks(bytes, afterColours(bytes, at + 9) + 1);
    else if (frames > 0)
      return; // trailing junk
    else if (code === TRAILER || ++junk > MOST_JUNK) throw new CorruptImage('it has no image data');
    else {
      at++;
      continue;
    }
    if (code === IMAGE) frames++;
    blocks++;
    yield code;
  }
}

/** Behind the colour table, if there is one, that the flags at `at` announce. */
function afterColours(bytes: ImageBytes, at: number): number {
  const flags = bytes.u8(at);
  return at + 1 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
}

function afterSubBlocks(bytes: ImageBytes, from: number): number {
  for (let at = from; ; ) {
    const length = bytes.u8(at);
    at += 1 + length;
    if (length === 0) return at;
  }
}
