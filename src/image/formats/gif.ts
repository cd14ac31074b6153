import { CorruptImage, TruncatedImage } from '../header/bad-image.ts';
import { type ImageBytes, NeedBytes } from '../header/image-bytes.ts';
import { type ImageHeader, imageHeader } from '../header/image-header.ts';

const MOST_BLOCKS = 16_384;
const MOST_JUNK = 4096;

const TRAILER = 0x3b;
const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** Width and height are those of the logical screen, which some writers leave at 0. */
export function readGif(bytes: ImageBytes): ImageHeader {
  const width = bytes.u16le(6);
  const height = bytes.u16le(8);
  const walked = walkFrames(bytes);
  const counted = walked.ending === 'seen' ? walked.frames : null;
  const { firstFrame } = walked;
  const isOther = firstFrame !== null && (firstFrame.width !== width || firstFrame.height !== height);
  return imageHeader(width, height, {
    firstFrame: isOther ? firstFrame : null,
    frames: counted,
    animated: walked.frames > 1 || (counted === null && !walked.truncated ? null : false),
    colour: 'indexed',
    bits: (bytes.u8(10) & 7) + 1,
    progressive: walked.interlaced,
    truncationChecked: walked.ending === 'seen',
    truncated: walked.truncated,
  });
}

interface Walk {
  frames: number;
  firstFrame: { width: number; height: number } | null;
  /** Whether the first frame is. */
  interlaced: boolean;
  ending: 'seen' | 'unseen';
  truncated: string | null;
}

/**
 * A GIF states its length nowhere, and the byte of its trailer is as frequent as any: only a walk over all blocks
 * shows whether the file is whole and how many frames it has. Where not all may be read, the walk ends with the
 * loaded bytes.
 */
function walkFrames(bytes: ImageBytes): Walk {
  const walk: Walk = { frames: 0, firstFrame: null, interlaced: false, ending: 'seen', truncated: null };
  try {
    stepThrough(bytes, walk);
  } catch (error) {
    if (error instanceof TruncatedImage) walk.truncated = error.message;
    else if (error instanceof NeedBytes && !bytes.mayReadAll) walk.ending = 'unseen';
    else if (error instanceof NeedBytes) throw new NeedBytes(0, bytes.size);
    else throw error;
  }
  return walk;
}

/** Ends at the trailer, or where a lax decoder would. */
function stepThrough(bytes: ImageBytes, walk: Walk): void {
  let at = afterColours(bytes, 10) + 2;
  let junk = 0;
  for (let blocks = 0; blocks < MOST_BLOCKS; ) {
    if (walk.frames > 0 && at >= bytes.size) return; // every frame is whole, only the trailer is missing
    const code = bytes.u8(at);
    if (code === TRAILER && walk.frames > 0) return;
    if (code === EXTENSION) {
      at = afterSubBlocks(bytes, at + 2);
      blocks++;
    } else if (code === IMAGE) {
      if (walk.frames === 0) {
        walk.interlaced = (bytes.u8(at + 9) & 0x40) !== 0;
        walk.firstFrame = { width: bytes.u16le(at + 5), height: bytes.u16le(at + 7) };
      }
      at = afterSubBlocks(bytes, afterColours(bytes, at + 9) + 1);
      walk.frames++;
      blocks++;
    } else if (walk.frames > 0) {
      return; // trailing junk
    } else if (code === TRAILER || ++junk > MOST_JUNK) {
      throw new CorruptImage('it has no image data');
    } else {
      at++;
    }
  }
}

/** Behind the colour table, if there is one, that the flags at `at` announce. */
function afterColours(bytes: ImageBytes, at: number): number {
  const flags = bytes.u8(at);
  return at + 1 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
}

/** A hostile file has millions of these, so they are counted off in what is loaded. */
function afterSubBlocks(bytes: ImageBytes, from: number): number {
  const loaded = bytes.loadedFrom(from);
  let at = 0;
  while (at < loaded.length) {
    const length = loaded[at] as number;
    at += 1 + length;
    if (length === 0) return from + at;
  }
  bytes.need(from + at, 1);
  return afterSubBlocks(bytes, from + at);
}
