import type { CatalogueOptions } from '../model/catalogue-options.ts';
import { isWebAddress, looksLikeImage } from '../model/image-names.ts';

export interface PartOptions {
  readonly imageSeparator?: CatalogueOptions['imageSeparator'];
  /** Whether the folder of images has a file of this name. @default names alone decide */
  readonly imageExists?: ((name: string) => boolean) | undefined;
}

/** In the order in which they are tried. */
const SEPARATORS = { '\n': /\r\n|\n|\r/, '|': '|', ';': ';', ',': ',' } as const;
const ANY_SEPARATOR = ' \t\r\n,;|';

/**
 * The images that one cell names, as written, without blanks around them. Without a separator that is given, a cell names
 * several only when each part looks like an image and the whole is not the name of a file. URLs, in which any separator may
 * stand, are parted only where the next one begins.
 */
export function imageParts(cell: string, { imageSeparator, imageExists }: PartOptions): readonly string[] {
  if (imageSeparator === 'none' || !/[,;|\s]/.test(cell)) return [cell];
  if (isWebAddress(cell)) return urlsOf(cell, imageSeparator ?? ANY_SEPARATOR);
  if (imageSeparator !== undefined) {
    const parts = filled(cell.split(SEPARATORS[imageSeparator]));
    return parts.length === 0 ? [cell] : parts;
  }
  for (const separator of Object.values(SEPARATORS)) {
    const parts = filled(cell.split(separator));
    const isSeveral = parts.length > 1 && parts.every(looksLikeImage);
    if (isSeveral && imageExists?.(cell) !== true) return parts;
  }
  return [cell];
}

const filled = (parts: readonly string[]): string[] =>
  parts.map((part) => part.trim()).filter((part) => part !== '');

/** The URLs of a cell that begins with one: the next begins behind a separator, with or without blanks. */
function urlsOf(cell: string, separators: string): readonly string[] {
  const urls: string[] = [];
  let first = 0;
  for (const { index } of cell.matchAll(/https?:\/\//gi)) {
    let end = index;
    while (end > first && ANY_SEPARATOR.includes(cell.charAt(end - 1))) end -= 1;
    const between = cell.slice(end, index);
    if (end === first || ![...separators].some((one) => between.includes(one))) continue;
    urls.push(cell.slice(first, end));
    first = index;
  }
  let end = cell.length;
  while (end > first && ANY_SEPARATOR.includes(cell.charAt(end - 1))) end -= 1;
  return [...urls, cell.slice(first, end)];
}
