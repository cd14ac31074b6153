import { objectGiven, show } from '../options/checks.ts';
import { knownOptions } from '../options/known-options.ts';
import type { ObjectSource } from './object-store.ts';

/** A folder of images in a source that is no folder of this machine, such as `openObjectSource('s3://shop/spring')`. */
export interface SourceFolder {
  /** What lists and reads the images. */
  readonly source: ObjectSource;
  /** The folder in the source, which names of images are relative to. @default '', the whole source */
  readonly prefix?: string | undefined;
  /** The source is left open: whoever has opened it closes it. */
  readonly close?: (() => void) | undefined;
}

/** A folder whose `prefix` is empty or ends with a slash. */
export interface OpenSourceFolder {
  readonly source: ObjectSource;
  readonly prefix: string;
  /** What messages call the folder, such as `s3://shop/spring/`. */
  readonly name: string;
}

/**
 * The folder with its defaults.
 *
 * @param what is checked, as messages name it
 * @throws {TypeError} for a value of another form
 */
export function sourceFolder(what: string, folder: SourceFolder): OpenSourceFolder {
  objectGiven(what, folder);
  const { source, prefix = '' } = knownOptions(what, folder, { source: true, prefix: true, close: true });
  if (typeof source?.list !== 'function' || typeof source.read !== 'function')
    throw new TypeError(
      `Cannot read ${what} as 'source' must be an ObjectSource, with list() and read(): current value is ${show(source)}`,
    );
  if (typeof prefix !== 'string')
    throw new TypeError(`Cannot read ${what} as 'prefix' must be a string: current value is ${show(prefix)}`);
  const slashed = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return { source, prefix: slashed, name: `${source.name}/${slashed}` };
}
