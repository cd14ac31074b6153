import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { CatalogueReading } from '../../catalogue/catalogue-reading.ts';
import { CATALOGUE_OPTIONS, type CatalogueOptions } from '../../catalogue/model/catalogue-options.ts';
import type { CatalogueSource } from '../../catalogue/model/catalogue-source.ts';
import { readCatalogue } from '../../catalogue/read-catalogue.ts';
import { type OptionNames, pickOptions } from '../../shared/options/known-options.ts';

/** The options of `readCatalogue` that an import and the building of a meta file take, too. */
export type ReadingOptions = Omit<CatalogueOptions, 'images' | 'signal'>;

const { images: _, signal: __, ...readingOptions } = CATALOGUE_OPTIONS;
export const READING_OPTIONS: OptionNames<ReadingOptions> = readingOptions;

/**
 * Opens a catalogue. Nothing is read before the first row.
 *
 * @param options those that are none of `readCatalogue` are left alone
 * @param output a path that is written to: in a folder of images, a file that an earlier run has left there is no image
 * @throws {TypeError | RangeError} for a wrong option
 */
export function catalogueRows(
  catalogue: CatalogueSource,
  options: Omit<CatalogueOptions, 'images'> & { readonly images?: unknown },
  output?: string,
): CatalogueReading {
  const reading = pickOptions<CatalogueOptions>(
    { ...options, images: ofThisMachine(options.images) },
    CATALOGUE_OPTIONS,
  );
  if (typeof catalogue !== 'string' || output === undefined) return readCatalogue(catalogue, reading);
  const path = relative(resolve(catalogue), resolve(output));
  if (path === '' || path.startsWith('..') || isAbsolute(path)) return readCatalogue(catalogue, reading);
  const glob = path
    .split(sep)
    .join('/')
    .replace(/[\\*?[\]{}()!+@|]/g, '\\$&');
  return readCatalogue(catalogue, { ...reading, exclude: [...(reading.exclude ?? []), glob] });
}

/** Only of a folder of this machine can be told whether a file is there: elsewhere names alone decide. */
const ofThisMachine = (images: unknown): string | undefined =>
  typeof images === 'string' ? images : undefined;
