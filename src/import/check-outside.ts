import { isAbsolute, relative, resolve } from 'node:path';
import { show } from '../shared/options/checks.ts';

/**
 * Checks where a state is to be kept.
 *
 * @param folder the catalogue, or the folder that images are uploaded from
 * @throws {TypeError} for a state inside that folder, which would then have more files each time
 */
export function checkOutside(what: 'import' | 'upload', state: string, folder: string): void {
  const path = relative(resolve(folder), resolve(state));
  if (path.startsWith('..') || isAbsolute(path)) return;
  const owner = what === 'import' ? 'catalogue' : 'source';
  throw new TypeError(
    `Cannot ${what} as 'state' must be outside the ${owner} ${show(folder)}: current value is ${show(state)}`,
  );
}
