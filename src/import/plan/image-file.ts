import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { urlOf } from '../../image/image-source.ts';

/**
 * The path of the file that a catalogue names. Catalogues from Windows write `\` between folders; elsewhere a file may have one
 * in its name.
 *
 * @param images the folder of images
 */
export function fileOf(images: string, name: string): string {
  const literal = resolve(images, name);
  return name.includes('\\') && !existsSync(literal) ? resolve(images, name.replaceAll('\\', '/')) : literal;
}

/** Whether two names, paths or URLs of images mean the same file or the same URL. */
export const isSameImage = (images: string, one: string, other: string): boolean =>
  one === other || locationOf(images, one) === locationOf(images, other);

const locationOf = (images: string, name: string): string => urlOf(name)?.href ?? fileOf(images, name);
