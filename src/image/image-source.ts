import { show, text } from '../shared/checks.ts';

/** The path of a file, the bytes themselves, or whatever can be read at random, such as an object in OSS. */
export type ImageSource = string | Uint8Array | ImageReader;

/** Reads an image in pieces. */
export interface ImageReader {
  /** What messages and verdicts call it; its extension is compared with the bytes. */
  readonly name: string;
  /**
   * `length` bytes from `offset`, fewer only where the image ends, more if they come anyway; `size` is that of the
   * whole image, in bytes. May reject: the `code` of its error becomes part of an issue.
   */
  read(offset: number, length: number, signal?: AbortSignal): Promise<{ bytes: Uint8Array; size: number }>;
}

/** @throws {TypeError} when `source` is none of the three. */
export function checkImageSource(source: unknown): ImageSource {
  if (typeof source === 'string') return text('source', source);
  if (source instanceof Uint8Array || isReader(source)) return source;
  throw new TypeError(
    `Cannot check an image as 'source' must be a path, a Uint8Array or an ImageReader: current value is ${show(source)}`,
  );
}

/** What a verdict calls the source; bytes have no name. */
export const nameOf = (source: ImageSource): string | null =>
  typeof source === 'string' ? source : source instanceof Uint8Array ? null : source.name;

function isReader(source: unknown): source is ImageReader {
  const { name, read } = (source ?? {}) as Partial<ImageReader>;
  return typeof name === 'string' && typeof read === 'function';
}
