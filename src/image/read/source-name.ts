import { fileURLToPath } from 'node:url';
import { type ImageSource, isBlob, isBytes, isFileInFolder, isStream, urlOf } from '../image-source.ts';
import { shownUrl } from '../url/shown-url.ts';
import { blobName } from './blob-reader.ts';

/** The name of a source in its verdict; null for bytes and streams. */
export function sourceName(source: ImageSource): string | null {
  if (isBytes(source)) return null;
  const url = urlOf(source);
  if (url !== undefined) return url.protocol === 'file:' ? fileURLToPath(url) : shownUrl(url);
  if (typeof source === 'string') return source;
  if (isFileInFolder(source)) return source.path;
  if (isBlob(source)) return blobName(source);
  return isStream(source) ? null : (source as { readonly name: string }).name;
}
