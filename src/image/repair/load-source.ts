import { fileURLToPath } from 'node:url';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import { shortageOf } from '../../shared/errors/shortage.ts';
import { show, text } from '../../shared/options/checks.ts';
import {
  type FileInFolder,
  type ImageReader,
  type ImageSource,
  isFileInFolder,
  urlOf,
} from '../image-source.ts';
import { BlobReader, blobName } from '../read/blob-reader.ts';
import { FileReader } from '../read/file-reader.ts';
import { CannotRepair } from './repair-issue.ts';

/**
 * A path, or `{ path, folder }` for a file that must lie in a folder; a URL of the scheme file:, the bytes themselves, or a
 * Blob; a File brings its name.
 */
export type RepairSource = string | FileInFolder | URL | Uint8Array | Blob;

/** A checked source, not read yet. */
export interface Origin {
  /** Null for bytes without a name. */
  readonly name: string | null;
  readonly source: CheckedSource;
}

type CheckedSource = Exclude<RepairSource, URL>;

/** A source that was read, or the reason why not. */
export interface LoadedSource {
  readonly bytes: Uint8Array | null;
  readonly reason: CannotRepair | null;
  /** The image to validate. Where reading failed, its validation reports why. */
  readonly image: ImageSource;
}

/** @throws {TypeError} when `source` is not a RepairSource, or `name` is not a text. */
export function originOf(given: RepairSource, name?: string): Origin {
  const source = sourceOf(given);
  const own = isFileInFolder(source)
    ? source.path
    : typeof source === 'string'
      ? source
      : source instanceof Blob
        ? blobName(source)
        : null;
  return { name: name === undefined ? own : text('name', name), source };
}

/** Reads all of a source when it has at most `most` bytes. Rejects with the signal's reason, or for a shortage of this machine. */
export async function loadSource(
  { source }: Origin,
  most: number,
  signal?: AbortSignal,
): Promise<LoadedSource> {
  if (source instanceof Uint8Array) return loaded(source, source.length, most, source);
  const reader = source instanceof Blob ? new BlobReader(source) : fileReader(source, signal);
  try {
    const { bytes, size } = await untilAborted(readAll(reader, most), signal);
    return loaded(bytes, size, most, source);
  } catch (error) {
    signal?.throwIfAborted();
    const shortage = shortageOf(error);
    if (shortage !== undefined) throw shortage;
    const image: ImageReader = { name: reader.name, read: () => Promise.reject(error) };
    return { bytes: null, reason: null, image };
  }
}

const fileReader = (source: string | FileInFolder, signal: AbortSignal | undefined): FileReader =>
  typeof source === 'string'
    ? new FileReader(source, { signal })
    : new FileReader(source.path, { folder: source.folder, signal });

function sourceOf(source: RepairSource): CheckedSource {
  const url = urlOf(source);
  if (url?.protocol === 'file:') return fileURLToPath(url);
  if (url === undefined && typeof source === 'string') return text('source', source);
  if (source instanceof Uint8Array || source instanceof Blob || isFileInFolder(source)) return source;
  throw new TypeError(
    `Cannot repair an image as 'source' must be a path, { path, folder }, a file: URL, a Uint8Array or a Blob: current value is ${show(source)}`,
  );
}

const HEAD_BYTES = 64 * 1024;

/** Reads the whole source; only its beginning when it has more than `most` bytes. */
async function readAll(reader: FileReader | BlobReader, most: number) {
  try {
    const head = await reader.read(0, HEAD_BYTES);
    if (head.size > most || head.bytes.length === head.size) return head;
    const whole = await reader.read(0, head.size);
    if (whole.bytes.length !== head.size) throw new Error('It changed while it was read');
    return whole;
  } finally {
    if (reader instanceof FileReader) await reader.close();
  }
}

function loaded(bytes: Uint8Array, size: number, most: number, source: CheckedSource): LoadedSource {
  if (size <= most) return { bytes, reason: null, image: bytes };
  const message = `Size is ${size} bytes, at most ${most} are read; raise maxInputBytes or save it with fewer`;
  const reason = new CannotRepair('IMAGE_REPAIR_TOO_MANY_BYTES', ['bytes'], message);
  return { bytes: null, reason, image: source };
}
