/** The media types of what an import stores; under another name OSS takes it for application/octet-stream. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ jpg: 'image/jpeg', jpeg: 'image/jpeg', jpe: 'image/jpeg', png: 'image/png', apng: 'image/apng' },
  ...{ webp: 'image/webp', gif: 'image/gif', bmp: 'image/bmp', tif: 'image/tiff', tiff: 'image/tiff' },
  ...{ ppm: 'image/x-portable-pixmap', pgm: 'image/x-portable-graymap', pbm: 'image/x-portable-bitmap' },
  ...{ pnm: 'image/x-portable-anymap', json: 'application/json', txt: 'text/plain', csv: 'text/csv' },
};

/** The header `Content-Type` for an object, by the extension of its key, as ali-oss chooses it. */
export function contentTypeOf(key: string): string | undefined {
  const extension = /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
}
