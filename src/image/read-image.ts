import { untilAborted } from '../shared/until-aborted.ts';
import { FileReader } from './file-reader.ts';
import { ImageBytes, NeedBytes } from './image-bytes.ts';
import type { ImageFormat } from './image-facts.ts';
import { formatOfName } from './image-formats.ts';
import { type ImageIssue, imageIssue } from './image-issue.ts';
import type { ImageReader, ImageSource } from './image-source.ts';
import { type Inspection, inspect } from './inspect.ts';

/** `bytes` is the size of the whole, null when not even that could be learned. */
export type ReadImage = Inspection & { readonly bytes: number | null };

/** Reads of an image before the whole of it is taken, the first included. */
const MOST_READS = 4;

const SMALL_WINDOW = 16 * 1024;
const LARGE_WINDOW = 64 * 1024;

/** What to read first: JPEG and TIFF may keep much before what counts, the others do not. */
const FIRST_WINDOW: Readonly<Record<ImageFormat, number>> = {
  png: SMALL_WINDOW,
  jpeg: LARGE_WINDOW,
  bmp: SMALL_WINDOW,
  gif: SMALL_WINDOW,
  webp: SMALL_WINDOW,
  tiff: LARGE_WINDOW,
  ppm: SMALL_WINDOW,
};

/** Reads what is needed of an image and no more; what is wrong with it becomes issues. */
export async function readImage(source: ImageSource, signal?: AbortSignal): Promise<ReadImage> {
  if (source instanceof Uint8Array) {
    return { bytes: source.length, ...(await inspect(new ImageBytes(source.length, source))) };
  }
  if (typeof source !== 'string') return readInWindows(source, signal);
  const file = new FileReader(source);
  try {
    return await readInWindows(file, signal);
  } finally {
    const closing = file.close();
    if (!signal?.aborted) await closing; // an abort does not wait for a disk that hangs
  }
}

/** The one driver of the header readers: fetches what they miss and lets them begin again. */
async function readInWindows(reader: ImageReader, signal?: AbortSignal): Promise<ReadImage> {
  const format = formatOfName(reader.name);
  let size: number | null = null;
  try {
    const head = await readWindow(
      reader,
      0,
      format === null ? LARGE_WINDOW : FIRST_WINDOW[format],
      null,
      signal,
    );
    size = head.size;
    const bytes = new ImageBytes(size, head.bytes);
    for (let reads = 1; ; reads++) {
      const inspection = await attempt(bytes);
      if (!(inspection instanceof NeedBytes)) return { bytes: size, ...inspection };
      if (reads >= MOST_READS && !bytes.isSmall) break;
      const { offset, length } = reads < MOST_READS ? grown(inspection, reads) : { offset: 0, length: size };
      bytes.add(offset, (await readWindow(reader, offset, length, size, signal)).bytes);
    }
    return { bytes: size, facts: null, issues: [] }; // too large to be read whole, and refused for that
  } catch (error) {
    if (error instanceof Unreadable) return { bytes: size, facts: null, issues: [error.issue] };
    throw error;
  }
}

async function attempt(bytes: ImageBytes): Promise<Inspection | NeedBytes> {
  try {
    return await inspect(bytes);
  } catch (error) {
    if (error instanceof NeedBytes) return error;
    throw error;
  }
}

/** 4, 32 and 256 KiB: one more step into an image costs a request, some bytes more cost little. */
const grown = ({ offset, length }: NeedBytes, reads: number) => ({
  offset,
  length: Math.max(length, 4096 * 8 ** (reads - 1)),
});

async function readWindow(
  reader: ImageReader,
  offset: number,
  length: number,
  knownSize: number | null,
  signal?: AbortSignal,
): Promise<{ readonly bytes: Uint8Array; readonly size: number }> {
  signal?.throwIfAborted();
  const clipped = knownSize === null ? length : Math.min(length, knownSize - offset);
  const { bytes, size } = await untilAborted(
    (async () => reader.read(offset, clipped, signal))(),
    signal,
  ).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new Unreadable(error);
  });
  if (!(bytes instanceof Uint8Array) || !Number.isSafeInteger(size) || size < 0) {
    throw new TypeError(
      `Cannot read ${reader.name} as 'read' of an ImageReader must give { bytes: Uint8Array, size }: current size is ${size}`,
    );
  }
  if (size !== (knownSize ?? size) || bytes.length < Math.min(clipped, size - offset)) {
    throw new Unreadable(new Error('It changed while it was read'));
  }
  return { bytes, size };
}

/** Codes of the file system and of OSS that mean: there is nothing of this name. */
const MISSING = ['ENOENT', 'ENOTDIR', 'NoSuchKey', 'NoSuchKeyError'];

class Unreadable extends Error {
  readonly issue: ImageIssue;

  constructor(cause: unknown) {
    super('Unreadable', { cause });
    const { code = null, message = String(cause) } = (cause ?? {}) as { code?: unknown; message?: string };
    const shown = typeof code === 'string' ? `${code}: ${message}` : message;
    this.issue = MISSING.includes(String(code))
      ? imageIssue('IMAGE_MISSING', [], `Image does not exist (${code}); correct its name or supply it`)
      : imageIssue(
          'IMAGE_UNREADABLE',
          [],
          `Image cannot be read (${shown}); correct this and check it again`,
        );
  }
}
