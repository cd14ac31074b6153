import { untilAborted } from '../../shared/async/until-aborted.ts';
import { formatOfName } from '../formats/image-formats.ts';
import { describeRefused } from '../formats/unsupported-format.ts';
import { ImageBytes, MOST_BYTES, NeedBytes } from '../header/image-bytes.ts';
import type { ImageFormat } from '../image-facts.ts';
import { imageIssue } from '../image-issue.ts';
import type { ImagePiece, ImageReader } from '../image-source.ts';
import type { OpenImage } from './image-opener.ts';
import { type Inspection, inspect, refused } from './inspect.ts';
import { readFailure, Unreadable } from './unreadable.ts';

/** `bytes` is the size of the image, null when it is unknown; `whole` is all of it, where that was asked for and is small enough. */
export type ReadImage = Inspection & {
  readonly bytes: number | null;
  readonly whole?: Uint8Array | undefined;
};

/** The most reads of an image, the first included, before it is read whole. */
const MOST_READS = 4;

const KIB = 1024;

/** The bytes to read first of a file, a Blob or a stream, where another read costs little. */
const NEAR_WINDOW = 16 * KIB;

/**
 * The bytes to read first where another read is a request: enough for all but a few files of the format. A PNG says at its end
 * that it is whole, and many writers put the directory of a TIFF there.
 */
const FAR_WINDOWS: Readonly<Record<ImageFormat, number>> = {
  png: 256 * KIB,
  jpeg: 24 * KIB,
  bmp: 16 * KIB,
  gif: 64 * KIB,
  webp: 16 * KIB,
  tiff: 768 * KIB,
  ppm: 16 * KIB,
};
const UNNAMED_FAR_WINDOW = 32 * KIB;

/** Inspects bytes in memory. A promise only where a refused format has to be identified. */
export function readBytes(bytes: Uint8Array): ReadImage | Promise<ReadImage> {
  const all = new ImageBytes(bytes.length, bytes);
  const inspection = inspect(all);
  return inspection === null
    ? nameRefused(all).then(({ facts, issues }) => ({ bytes: bytes.length, facts, issues }))
    : { bytes: bytes.length, facts: inspection.facts, issues: inspection.issues, whole: bytes };
}

/**
 * Reads what is needed of an image and no more; what is wrong with it becomes issues. An abort does not wait for a disk
 * that hangs: the pending read ends in the background, and the file is closed after it. `asWhole` reads all of an image at
 * once, unless it is larger than any may be.
 */
export const readImage = (image: OpenImage, signal?: AbortSignal, asWhole = false): Promise<ReadImage> =>
  untilAborted(readAndClose(image, signal, asWhole), signal);

async function readAndClose(
  image: OpenImage,
  signal: AbortSignal | undefined,
  asWhole: boolean,
): Promise<ReadImage> {
  try {
    return (asWhole ? await readWhole(image, signal) : null) ?? (await readInWindows(image, signal));
  } finally {
    await image.reader.close?.();
  }
}

/** Null for an image that is too large, or cannot be read. */
async function readWhole({ reader }: OpenImage, signal: AbortSignal | undefined): Promise<ReadImage | null> {
  try {
    const { bytes, size } = await readPiece(reader, 0, MOST_BYTES + 1, undefined, signal);
    return size === undefined || size > MOST_BYTES ? null : await readBytes(bytes.subarray(0, size));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { bytes: null, facts: null, issues: [error.issue] };
  }
}

/** The only driver of the header readers: fetches the bytes that they miss, and runs them again. */
async function readInWindows(
  { reader, isNear, mayReadAll }: OpenImage,
  signal: AbortSignal | undefined,
): Promise<ReadImage> {
  let size: number | undefined;
  try {
    const head = await readPiece(reader, 0, firstWindow(reader.name, isNear), undefined, signal);
    size = head.size;
    let bytes = new ImageBytes(size, head.bytes, mayReadAll);
    for (let reads = 1; ; reads++) {
      const inspection = await attempt(bytes);
      if (!(inspection instanceof NeedBytes)) return { bytes: size ?? null, ...inspection };
      if (size === undefined) {
        // Nothing in the first window refuses the image, and its size is known only at its end.
        const all = await readPiece(reader, 0, MOST_BYTES + 1, undefined, signal);
        if (all.size === undefined) return endless();
        size = all.size;
        bytes = new ImageBytes(size, all.bytes, mayReadAll);
      } else if (reads < MOST_READS || size <= MOST_BYTES) {
        const { offset, length } =
          reads < MOST_READS ? grown(inspection, reads) : { offset: 0, length: size };
        bytes.add(offset, (await readPiece(reader, offset, length, size, signal)).bytes);
      } else {
        return tooLarge(size);
      }
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    if (size !== undefined && size > MOST_BYTES) return tooLarge(size); // no header reader needs more of such an image
    return { bytes: size ?? null, facts: null, issues: [error.issue] };
  }
}

/** An image that is not read further, since the rule for its size refuses it. */
const tooLarge = (size: number): ReadImage => ({ bytes: size, facts: null, issues: [] });

function firstWindow(name: string, isNear: boolean): number {
  if (isNear) return NEAR_WINDOW;
  const format = formatOfName(name);
  return format === null ? UNNAMED_FAR_WINDOW : FAR_WINDOWS[format];
}

async function attempt(bytes: ImageBytes): Promise<Inspection | NeedBytes> {
  try {
    return inspect(bytes) ?? (await nameRefused(bytes));
  } catch (error) {
    if (error instanceof NeedBytes) return error;
    throw error;
  }
}

const nameRefused = async (bytes: ImageBytes): Promise<Inspection> => refused(await describeRefused(bytes));

const endless = (): ReadImage => ({
  bytes: null,
  ...refused(
    imageIssue(
      'IMAGE_TOO_LARGE',
      ['bytes'],
      `Size is more than ${MOST_BYTES} bytes, no image may be larger; save it with stronger compression or fewer pixels`,
    ),
  ),
});

/** At least 4, 32 and 256 KiB: a further read costs a request, and some more bytes cost little. */
const grown = ({ offset, length }: NeedBytes, reads: number) => ({
  offset,
  length: Math.max(length, 4 * KIB * 8 ** (reads - 1)),
});

async function pieceOf(
  reader: ImageReader,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
): Promise<ImagePiece> {
  try {
    return await reader.read(offset, length, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw readFailure(error);
  }
}

/** Reads a piece, clipped to the size of the image where that is known. */
async function readPiece(
  reader: ImageReader,
  offset: number,
  length: number,
  knownSize: number | undefined,
  signal: AbortSignal | undefined,
): Promise<ImagePiece> {
  signal?.throwIfAborted();
  const clipped = knownSize === undefined ? length : Math.min(length, knownSize - offset);
  const { bytes, size } = await pieceOf(reader, offset, clipped, signal);
  signal?.throwIfAborted();
  if (!(bytes instanceof Uint8Array) || !(size === undefined || (Number.isSafeInteger(size) && size >= 0))) {
    throw new TypeError(
      `Cannot read ${reader.name} as 'read' of an ImageReader must give { bytes: Uint8Array, size }: current size is ${size}`,
    );
  }
  const due = size === undefined ? clipped : Math.min(clipped, size - offset);
  if (size !== (knownSize ?? size) || bytes.length < due) {
    throw new Unreadable(new Error('It changed while it was read'));
  }
  return { bytes, size };
}
