import type { WebStream } from '../shared/http/web-chunks.ts';
import { show, text } from '../shared/options/checks.ts';

/** A file that must lie in a folder when symbolic links are followed. */
export interface FileInFolder {
  /** The file's path, by itself or from the folder. */
  readonly path: string;
  /** The path of the folder. */
  readonly folder: string;
}

/**
 * An image, wherever it is: the path of a file, or `{ path, folder }` for one that must lie in a folder; a URL (`https:`, `http:`, `file:`), as an object or as text that begins
 * with `http://` or `https://`; the bytes themselves; a Blob or File; a stream of bytes, of Node or of the web, which is
 * read once and then closed; or an `ImageReader`, such as `storedImage` of an object in OSS.
 *
 * A request that a web server has received is a stream that stays open, so that the server can answer: the rest of its
 * body is read and discarded, up to 64 MiB. Of a longer body the rest is left unread; answer with `connection: close`.
 */
export type ImageSource =
  | string
  | FileInFolder
  | URL
  | Uint8Array
  | Blob
  | AsyncIterable<Uint8Array>
  | WebStream
  | ImageReader;

/** The chunks are `Uint8Array`s. */
export type ImageStream = Extract<ImageSource, AsyncIterable<Uint8Array> | WebStream>;

/** Reads an image in pieces. */
export interface ImageReader {
  /** What messages and verdicts call it; its extension is compared with the bytes. */
  readonly name: string;
  /**
   * `length` bytes from `offset`, fewer only where the image ends, more if they come anyway; `size` is that of the
   * whole image, in bytes, undefined while it is not known. May reject: the `code` of its error becomes part of an issue.
   */
  read(
    offset: number,
    length: number,
    signal?: AbortSignal,
  ): Promise<{ readonly bytes: Uint8Array; readonly size: number | undefined }>;
}

export type ImagePiece = Awaited<ReturnType<ImageReader['read']>>;

/** @throws {TypeError} when `source` is no image source. */
export function checkImageSource(source: unknown): asserts source is ImageSource {
  if (typeof source === 'string') checkText(source);
  else if (!KINDS.some((is) => is(source))) {
    throw new TypeError(
      `Cannot check an image as 'source' must be a path, a URL, { path, folder }, a Uint8Array, a Blob, a stream of bytes or an ImageReader: current value is ${show(source)}`,
    );
  }
}

/** @throws {TypeError} when `sources` is no iterable of images: a single path, or bytes, can be iterated over too */
export function checkImageSources(sources: unknown): void {
  const isIterable =
    isObject(sources) &&
    !(sources instanceof Uint8Array) &&
    (Symbol.iterator in sources || Symbol.asyncIterator in sources);
  if (!isIterable) {
    throw new TypeError(
      `Cannot check images as 'sources' must be an iterable of images: current value is ${typeof sources}`,
    );
  }
}

function checkText(source: string): void {
  text('source', source);
  if (/^oss:\/\//i.test(source)) {
    throw new TypeError(
      `Cannot check ${show(source)} as a path: an object in OSS is read by storedImage(new OssStore({ bucket, region }), key)`,
    );
  }
}

export const isBytes = (source: unknown): source is Uint8Array => source instanceof Uint8Array;

export const isBlob = (source: unknown): source is Blob => source instanceof Blob;

export const isStream = (source: unknown): source is ImageStream =>
  isObject(source) && (Symbol.asyncIterator in source || 'getReader' in source);

export const isFileInFolder = (source: unknown): source is FileInFolder =>
  isObject(source) &&
  'path' in source &&
  typeof source.path === 'string' &&
  'folder' in source &&
  typeof source.folder === 'string' &&
  !(source instanceof Blob) &&
  !isStream(source);

const isReader = (source: unknown): source is ImageReader =>
  isObject(source) &&
  'name' in source &&
  typeof source.name === 'string' &&
  'read' in source &&
  !isStream(source);

/** Whether a source is a URL of another scheme than `file:`, so that a read goes over a network. */
export const isWebUrl = (source: unknown): boolean => (urlOf(source)?.protocol ?? 'file:') !== 'file:';

/** A source that is a URL, or a text that is one, as a URL; undefined for a path and for other sources. */
export function urlOf(source: unknown): URL | undefined {
  if (source instanceof URL) return source;
  return typeof source === 'string' && /^https?:\/\//i.test(source) && URL.canParse(source)
    ? new URL(source)
    : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const KINDS = [
  isBytes,
  isBlob,
  isStream,
  isReader,
  isFileInFolder,
  (source: unknown) => source instanceof URL,
];
