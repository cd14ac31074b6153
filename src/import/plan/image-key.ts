import { posix } from 'node:path';

/**
 * The key of the object that a catalogue names, below the folder of images of a source; undefined for a name that leads out of
 * that folder. Catalogues from Windows write `\` between folders.
 *
 * @param prefix of the folder: empty, or with a slash at its end
 */
export function keyOfImage(prefix: string, name: string): string | undefined {
  const path = name.replaceAll('\\', '/');
  const inside = /(^|\/)\.{1,2}(\/|$)/.test(path) ? posix.normalize(path) : path;
  return inside.startsWith('/') || inside.startsWith('../') || inside === '..' ? undefined : prefix + inside;
}
