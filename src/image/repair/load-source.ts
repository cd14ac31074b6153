import { fileURLToPath } from 'node:url';
import { show, text } from '../../shared/checks.ts';
import { untilAborted } from '../../shared/until-aborted.ts';
import { type ImageReader, type ImageSource, urlOf } from '../image-source.ts';
import { BlobReader, blobName } from '../read/blob-reader.ts';
import { FileReader } from '../read/file-reader.ts';
import { CannotRepair } from './repair-issue.ts';

/** A path, a URL of the scheme file:, the bytes themselves, or a Blob; a File brings its name. */
export type RepairSource = string | URL | Uint8Array | Blob;

/** A checked source, not read yet. */
export interface Origin {
  /** Null for bytes without a name. */
  readonly name: string | null;
  /** A path, bytes or a Blob. */
  readonly source: string | Uint8Array | Blob;
}

/** A source that was read, or the reason why not. */
export interface LoadedSource {
  readonly bytes: Uint8Array | null;
  readonly reason: CannotRepair | null;
  /** What to validate; where reading failed, validating it gives the issue. */
  readonly image: ImageSource;
}

/** @throws {TypeError} when `source` is not a RepairSource, or `name` is not a text. */
export function originOf(given: RepairSource, name?: string): Origin {
  const source = sourceOf(given);
  const own = typeof source === 'string' ? source : source instanceof Blob ? blobName(source) : null;
  return { name: name === undefined ? own : text('name', name), source };
}

/** Reads all of a source when it has at most `most` bytes. Rejects with the signal's reason alone. */
export async function loadSource(
  { source }: Origin,
  most: number,
  signal?: AbortSignal,
): Promise<LoadedSource> {
  if (source instanceof Uint8Array) return loaded(source, source.length, most, source);
  const reader = source instanceof Blob ? new BlobReader(source) : new FileReader(source);
  try {
    const { bytes, size } = await untilAborted(readAll(reader, most), signal);
    return loaded(bytes, size, most, source);
  } catch (error) {
    signal?.throwIfAborted();
    const image: ImageReader = { name: reader.name, read: () => Promise.reject(error) };
    return { bytes: null, reason: null, image };
  }
}

function sourceOf(source: RepairSource): string | Uint8Array | Blob {
  const url = urlOf(source);
  if (url?.protocol === 'file:') return fileURLToPath(url);
  if (url === undefined && typeof source === 'string') return text('source', source);
  if (source instanceof Uint8Array || source instanceof Blob) return source;
  throw new TypeError(
    `Cannot repair an image as 'source' must be a path, a file: URL, a Uint8Array or a Blob: current value is ${show(source)}`,
  );
}

const HEAD_BYTES = 64 * 1024;

/** All of it, its beginning alone when there is more than `most`. */
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

function loaded(
  bytes: Uint8Array,
  size: number,
  most: number,
  source: string | Uint8Array | Blob,
): LoadedSource {
  if (size <= most) return { bytes, reason: null, image: bytes };
  const message = `Size is ${size} bytes, at most ${most} are read; raise maxInputBytes or save it with fewer`;
  const reason = new CannotRepair('IMAGE_REPAIR_TOO_MANY_BYTES', ['bytes'], message);
  return { bytes: null, reason, image: source };
}
