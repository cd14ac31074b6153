import { isAbsolute, relative, sep } from 'node:path';
import type { Issue } from '../../shared/errors/issue.ts';
import { loneSurrogate } from '../../shared/text/lone-surrogate.ts';
import { fileOf } from '../plan/image-file.ts';
import { nameUnreadable, sourceOutside } from './upload-issues.ts';

/** Where an image of the catalogue lies, and why it is not read there, if so. */
export interface ImagePath {
  readonly path: string;
  readonly issue: Issue | undefined;
}

/** @param images the folder of images */
export function imagePath(images: string, name: string): ImagePath {
  if (loneSurrogate(name) !== undefined) return { path: name, issue: nameUnreadable(name) };
  const path = fileOf(images, name);
  return { path, issue: isBelow(path, images) ? undefined : sourceOutside(name) };
}

function isBelow(path: string, folder: string): boolean {
  const fromFolder = relative(folder, path);
  return fromFolder !== '..' && !fromFolder.startsWith(`..${sep}`) && !isAbsolute(fromFolder);
}
