import { IMAGE_EXTENSIONS } from '../../shared/model/image-extensions.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import type { ImageHeader } from '../header/image-header.ts';
import type { ImageFormat } from '../image-facts.ts';
import { isBmp, readBmp } from './bmp.ts';
import { readGif } from './gif.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { isPpm, readPpm } from './ppm.ts';
import { isTiff, readTiff } from './tiff.ts';
import { isWebp, readWebp } from './webp.ts';

interface FormatReader {
  /** By the first bytes alone. */
  readonly matches: (bytes: ImageBytes) => boolean;
  /** Throws `CorruptImage`, `TruncatedImage` or `UnsupportedImage` when the header cannot be read. */
  readonly read: (bytes: ImageBytes) => ImageHeader;
  /** File name extensions that mean this format, in lower case. */
  readonly extensions: readonly string[];
}

export const FORMATS = {
  jpeg: {
    matches: begins('\xff\xd8\xff'),
    read: readJpeg,
    extensions: IMAGE_EXTENSIONS.jpeg,
  },
  png: { matches: begins('\x89PNG\r\n\x1a\n'), read: readPng, extensions: IMAGE_EXTENSIONS.png },
  webp: { matches: isWebp, read: readWebp, extensions: IMAGE_EXTENSIONS.webp },
  gif: { matches: begins('GIF87a', 'GIF89a'), read: readGif, extensions: IMAGE_EXTENSIONS.gif },
  bmp: { matches: isBmp, read: readBmp, extensions: IMAGE_EXTENSIONS.bmp },
  tiff: { matches: isTiff, read: readTiff, extensions: IMAGE_EXTENSIONS.tiff },
  ppm: { matches: isPpm, read: readPpm, extensions: IMAGE_EXTENSIONS.ppm },
} as const satisfies Record<ImageFormat, FormatReader>;

const ENTRIES = Object.entries(FORMATS) as readonly [ImageFormat, FormatReader][];

/** The accepted format whose signature the bytes have; null for other bytes. */
export const formatOf = (bytes: ImageBytes): ImageFormat | null =>
  ENTRIES.find(([, { matches }]) => matches(bytes))?.[0] ?? null;

/** The extension of a file name, in lower case; null for none. It begins with a letter: `photo.2024` has none. */
export const extensionOf = (name: string | null): string | null =>
  /\.([a-z][^./\\]*)$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? null;

/** The accepted format that the extension of a file name means; null when it means none. */
export function formatOfName(name: string | null): ImageFormat | null {
  const extension = extensionOf(name);
  return (
    ENTRIES.find(([, { extensions }]) => extension !== null && extensions.includes(extension))?.[0] ?? null
  );
}

function begins(...signatures: readonly string[]) {
  return (bytes: ImageBytes): boolean => signatures.some((signature) => bytes.has(0, signature));
}
