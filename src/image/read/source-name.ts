import { fileURLToPath } from 'node:url';
import { type ImageSource, isBlob, isBytes, isStream, urlOf } from '../image-source.ts';
import { shownUrl } from '../url/shown-url.ts';
import { blobName } from './blob-reader.ts';

/** What a verdict calls a source; bytes and streams have no name. */
export function sourceName(source: ImageSource): string | null {
  if (isBytes(source)) return null;
  const url = urlOf(source);
  if (url !== undefined) return url.protocol === 'file:' ? fileURLToPath(url) : shownUrl(url);
  if (typeof source === 'string') return source;
  if (isBlob(source)) return blobName(source);
  return isStream(source) ? null : (source as { readonly name: string }).name;
}
