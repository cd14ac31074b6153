import { CatalogueReading } from './catalogue-reading.ts';
import { checkColumnOptions } from './columns/given-columns.ts';
import type { CatalogueOptions } from './model/catalogue-options.ts';
import type { CatalogueSource } from './model/catalogue-source.ts';
import { checkOptions } from './model/check-options.ts';

/**
 * Reads a catalogue row by row: a table (CSV, TSV, a workbook), JSON (lines, an array, objects one after the other), an
 * increment.meta, a folder of images, bytes of each of these, an array or any iterable of objects. What is wrong with a row
 * comes with the row, and nothing is left out: `summary` says what became of every line.
 *
 * Format, encoding, delimiter and the meaning of columns are recognised, and reported to `onColumns`; an option that is given
 * counts instead (`docs/catalogue.md`).
 *
 * @returns rows to iterate once. Once they are iterated, errors of the whole source are thrown:
 * `CatalogueUnreadable`, a `TypeError`, for a file of another kind or one whose header names no product or image, `CatalogueEmpty`
 * for one without a row, a `TypeError` for what is no source, or when options do not fit the file, the system's error when
 * it cannot be read
 * @throws {TypeError | RangeError} for a wrong option, before anything is read
 *
 * @example
 * const rows = readCatalogue('shop.csv', { onColumns: console.log });
 * for await (const { place, entry, issues } of rows) console.log(place.line, entry, issues);
 * console.log(rows.summary);
 */
export function readCatalogue(source: CatalogueSource, options: CatalogueOptions = {}): CatalogueReading {
  checkOptions(options);
  checkColumnOptions(options);
  return new CatalogueReading(source, options);
}
