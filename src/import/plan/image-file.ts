import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { urlOf } from '../../image/image-source.ts';
import type { OpenSourceFolder } from '../../shared/objects/source-folder.ts';
import { keyOfImage } from './image-key.ts';

/** Where the images of a catalogue lie: a folder of this machine, or one of a source. */
export type ImageFolder = string | OpenSourceFolder;

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

/** Whether two names, paths or URLs of images mean the same file, object or URL. */
export const isSameImage = (images: ImageFolder, one: string, other: string): boolean =>
  one === other || locationOf(images, one) === locationOf(images, other);

const locationOf = (images: ImageFolder, name: string): string | undefined =>
  urlOf(name)?.href ??
  (typeof images === 'string' ? fileOf(images, name) : (keyOfImage(images.prefix, name) ?? name));
