import { createHash } from 'node:crypto';
import type { Region } from '../../../shared/model/region.ts';
import { describePicture } from './picture-descriptor.ts';

/** What the gallery knows of an image's picture beside its record: some hundred bytes, never the picture itself. */
export interface KnownPicture {
  /** MD5 of the bytes, as OSS's ETag has it: pictures of the same bytes are the same. */
  readonly etag: string;
  /** The part that is compared; the whole picture without it. */
  readonly region?: Region | undefined;
  /** The object that the picture came from: described at the first search, if it still has these bytes. */
  readonly object?: { readonly bucket: string; readonly key: string } | undefined;
  /** The descriptor in Base64, of a picture that came by a call and is kept nowhere. */
  readonly descriptor?: string | undefined;
}

/** What is known of a picture that came by a call: its descriptor, as its bytes are not kept. */
export async function pictureOfCall(bytes: Uint8Array, region: Region | undefined): Promise<KnownPicture> {
  const descriptor = await describePicture(bytes, region);
  return {
    etag: createHash('md5').update(bytes).digest('hex').toUpperCase(),
    ...(region && { region }),
    ...(descriptor && { descriptor: Buffer.from(descriptor).toString('base64') }),
  };
}

/** What is known of a picture in the bucket. */
export const pictureOfObject = (
  object: { readonly bucket: string; readonly key: string },
  etag: string,
  region: Region | undefined,
): KnownPicture => ({ etag, ...(region && { region }), object });
