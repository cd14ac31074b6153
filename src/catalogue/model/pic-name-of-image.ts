import { isWebAddress } from './image-names.ts';

/**
 * The name in the gallery of an image without a PicName: a path with forward slashes and without `./`; the path of a URL, decoded;
 * the key of an object in OSS, relative to `folder` where the object lies below it.
 *
 * @param folder that of increment.meta in the bucket, without slashes at its ends
 */
export function picNameOfImage(image: string, folder = ''): string {
  if (!UNUSUAL.test(image)) return image;
  if (isWebAddress(image) && URL.canParse(image)) return nameOfUrl(new URL(image));
  const [, key] = /^oss:\/\/[^/]*\/(.+)$/is.exec(image) ?? [];
  if (key !== undefined)
    return folder !== '' && key.startsWith(`${folder}/`) ? key.slice(folder.length + 1) : key;
  if (!/[\\/]/.test(image)) return image;
  return image
    .replaceAll('\\', '/')
    .replace(/(?<=^|\/)(?:\.\/+)+/g, '')
    .replace(/(?<=[^/])\/{2,}/g, '/');
}

/** Without one of these, an image is neither an address nor a path that has another form. */
const UNUSUAL = /[:\\]|\.\/|\/\//;

/**
 * The path of a URL as a name: decoded, without what a name cannot have. Host and query do not count. A path without an
 * extension gets `.jpg`, since a PicName needs one; what the image is, its bytes tell.
 */
function nameOfUrl({ pathname }: URL): string {
  const segments = pathname
    .split('/')
    .map(decoded)
    .filter((segment) => segment !== '');
  const name = segments.join('/') || 'image';
  return /\.[A-Za-z0-9]{1,8}$/.test(name) ? name : `${name}.jpg`;
}

/** A segment of a path without percent signs; slashes, dots and control characters that appear become `_`. */
function decoded(segment: string): string {
  let text = segment;
  try {
    text = decodeURIComponent(segment);
  } catch {
    // bytes in another encoding: the segment stays as it stands
  }
  const safe = text.replace(/[/\\\p{Cc}]/gu, '_').trim();
  return safe === '.' || safe === '..' ? '_' : safe;
}
