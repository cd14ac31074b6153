import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueEntry, ImageBytes } from '../../catalogue/model/catalogue-entry.ts';
import { MOST_BYTES } from '../../image/header/image-bytes.ts';
import { isBlob, isBytes, isStream, urlOf } from '../../image/image-source.ts';
import { BlobReader } from '../../image/read/blob-reader.ts';
import { StreamReader } from '../../image/read/stream-reader.ts';
import { readFailure, Unreadable } from '../../image/read/unreadable.ts';
import { shownUrl } from '../../image/url/shown-url.ts';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import { show } from '../../shared/options/checks.ts';

/** Where the image of an entry is; plain JSON. */
export type PlannedImage =
  /** A file, by its name in the catalogue. */
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'url'; readonly url: string }
  /** An object in OSS. */
  | { readonly kind: 'object'; readonly bucket: string; readonly key: string }
  /** Bytes that the entry brought: a file of the work folder. */
  | { readonly kind: 'bytes'; readonly path: string }
  /** Nothing that an import can read. */
  | { readonly kind: 'unreadable'; readonly issue: Issue };

type EntryImage = CatalogueEntry['image'];

/**
 * Tells where the image of an entry is. Bytes that the entry brings are read here, once, and written to a file of the work
 * folder: at most one byte more than an image may have, so that the check of the image refuses the rest.
 *
 * @param number of the entry
 */
export async function planImage(
  image: EntryImage,
  number: number,
  { work, signal }: { readonly work: string; readonly signal: AbortSignal | undefined },
): Promise<PlannedImage> {
  if (image instanceof URL || typeof image === 'string' || image === undefined)
    return planName(String(image ?? ''));
  try {
    const path = imagePath(work, number);
    await writeFile(path, await bytesOf(image, signal), { flush: true }); // it comes but once
    return { kind: 'bytes', path };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'unreadable', issue: error.issue };
  }
}

/** The file of the work folder that gets the bytes of an image. */
export const imagePath = (work: string, number: number): string => join(work, `image-${number}`);

/** The text that tells the place of an image from others: equal texts are one image. Undefined for none that can be read. */
export function originOf(image: PlannedImage): string | undefined {
  if (image.kind === 'unreadable') return undefined;
  if (image.kind === 'object') return `oss://${image.bucket}/${image.key}`;
  return image.kind === 'file' ? image.name : image.kind === 'url' ? image.url : image.path;
}

/** How messages and outcomes call an image: never with the query of a URL, which may hold a secret. Null for bytes. */
export function shownImage(image: EntryImage): string | null {
  const url = urlOf(image);
  if (url !== undefined) return shownUrl(url);
  return typeof image === 'string' ? image : null;
}

/** Ends a stream of an image that is not read, as its entry is refused. */
export async function discardImage(image: EntryImage): Promise<void> {
  if (isStream(image)) await new StreamReader(image).close();
}

/** Where an image is that has a name: a file, a URL or an object. */
export function planName(name: string): PlannedImage {
  const [, bucket, key] = /^oss:\/\/([^/]+)\/(.+)$/is.exec(name) ?? []; // a catalogue has refused what only looks like it
  if (bucket !== undefined && key !== undefined) return { kind: 'object', bucket, key };
  return urlOf(name) === undefined ? { kind: 'file', name } : { kind: 'url', url: name };
}

async function bytesOf(image: ImageBytes, signal: AbortSignal | undefined): Promise<Uint8Array> {
  if (isBytes(image)) return image.subarray(0, MOST_BYTES + 1);
  if (!isBlob(image) && !isStream(image)) throw readFailure(notReadable(image));
  let stream: StreamReader | undefined;
  try {
    const reader = isBlob(image) ? new BlobReader(image) : new StreamReader(image);
    if (reader instanceof StreamReader) stream = reader;
    return (await untilAborted(reader.read(0, MOST_BYTES + 1, signal), signal)).bytes;
  } catch (error) {
    signal?.throwIfAborted();
    throw readFailure(error);
  } finally {
    if (stream !== undefined) await untilAborted(stream.close(), signal); // the rest of a request may stall
  }
}

/** For what a program in JavaScript gives all the same. */
const notReadable = (image: never) =>
  new TypeError(
    `it must be a path, a URL, a Uint8Array, a Blob or a stream of bytes: current value is ${show(image)}`,
  );
