import { close, read } from 'node:fs';
import { promisify } from 'node:util';
import { mapConcurrent } from '../shared/async/map-concurrent.ts';
import { isImageSearchError } from '../shared/errors/image-search-error.ts';
import { openFile } from '../shared/files/regular-file.ts';
import { loadSharp, type SharpModule } from '../shared/loading/load-sharp.ts';
import type { ReportRow } from './report-row.ts';

/** The most small pictures of a report: each takes about 2 kB of the page. */
export const MOST_THUMBNAILS = 200;
const LONGEST_SIDE = 96;
const MOST_BYTES = 33_554_432;
const MOST_PIXELS = 100_000_000;
const MOST_SECONDS = 10;
/** The others, such as SVG, can take any time to draw, or are read by decoders that strangers should not reach. */
const FORMATS: readonly (string | undefined)[] = ['jpeg', 'png', 'webp', 'gif', 'tiff'];

/** A refused image, and the row of the page that it belongs to. */
export interface ThumbnailSource {
  readonly row: number;
  readonly file: NonNullable<ReportRow['file']>;
}

/** Small pictures as WebP in base64, by row. Undefined when sharp is not installed. */
export type Thumbnails = Readonly<Record<number, string>> | undefined;

/** Makes small pictures of images. What cannot be read or decoded has none: its row says what is wrong with it. */
export async function makeThumbnails(
  sources: readonly ThumbnailSource[],
  signal: AbortSignal | undefined,
  load: () => Promise<SharpModule> = loadSharp,
): Promise<Thumbnails> {
  if (sources.length === 0) return {};
  let sharp: SharpModule;
  try {
    sharp = await load();
  } catch (error) {
    if (isImageSearchError(error) && error.code === 'SHARP_MISSING') return undefined;
    throw error;
  }
  const made: Record<number, string> = {};
  const make = async ({ row, file }: ThumbnailSource) => ({ row, picture: await thumbnail(sharp, file) });
  for await (const { row, picture } of mapConcurrent(sources, make, { concurrency: 2, signal }))
    if (picture !== undefined) made[row] = picture.toString('base64');
  return made;
}

/** Undefined for what is no image that can be decoded: most of these are refused for that. */
async function thumbnail(sharp: SharpModule, file: ThumbnailSource['file']): Promise<Buffer | undefined> {
  const bytes = await bytesOf(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'none' } as const;
  try {
    const { format } = await sharp(bytes, options).metadata();
    if (!FORMATS.includes(format)) return undefined;
    return await sharp(bytes, options)
      .rotate() // as the orientation says
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: MOST_SECONDS })
      .webp({ quality: 60 })
      .toBuffer();
  } catch {
    return undefined;
  }
}

async function bytesOf({ path, folder }: ThumbnailSource['file']): Promise<Buffer | undefined> {
  const { descriptor, size } = await openFile(path, { folder });
  try {
    if (size > MOST_BYTES) return undefined;
    const { buffer, bytesRead } = await promisify(read)(descriptor, Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await promisify(close)(descriptor);
  }
}
