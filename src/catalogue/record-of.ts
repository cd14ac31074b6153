import type { MetaInput } from '../meta/model/meta-record.ts';
import { type PIC_NAME_BASES, picNameOf } from '../meta/model/pic-name.ts';
import { knownOptions } from '../shared/options/known-options.ts';
import type { CatalogueEntry } from './model/catalogue-entry.ts';
import { picNameOfImage } from './model/pic-name-of-image.ts';

/** What `recordOf` takes. A misspelt name is an error. */
export interface RecordOfOptions {
  /** What PicName is relative to. @default 'folder', that of increment.meta */
  readonly picNameBase?: (typeof PIC_NAME_BASES)[number] | undefined;
  /** The folder of increment.meta in the bucket, without slashes at its ends. @default the bucket's root */
  readonly metaFolder?: string | undefined;
}

/**
 * The record of a catalogue's entry: an ADD unless the entry says DELETE. Its PicName is `picName`, else the image's: a path with
 * forward slashes and without `./`, a URL's decoded path, the key of an `oss:` object, relative to `metaFolder` where it lies below it.
 * The entry is not checked: `MetaFileBuilder` does that, or any other reader of records.
 *
 * @throws {TypeError} for a misspelt option
 *
 * @example
 * for await (const { entry } of readCatalogue('shop.csv')) {
 *   if (entry) console.log(builder.check(recordOf(entry)));
 * }
 */
export function recordOf(entry: CatalogueEntry, options: RecordOfOptions = {}): MetaInput {
  knownOptions('recordOf()', options, { picNameBase: true, metaFolder: true });
  const { picNameBase = 'folder', metaFolder: folder = '' } = options;
  return recordIn(entry, picNameBase, folder) as unknown as MetaInput; // a region as text is read by the rules
}

/** The same, as the rules read it. */
export function recordIn(
  { image, ...fields }: CatalogueEntry,
  picNameBase: (typeof PIC_NAME_BASES)[number],
  folder: string,
): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = fields; // a copy
  const { operationType = 'ADD', picName = nameOf(image, folder) } = fields;
  if (picName) record['picName'] = picNameOf(picNameBase, folder, picName);
  record['operationType'] = operationType;
  return record;
}

/** Bytes have no name. */
const nameOf = (image: CatalogueEntry['image'], folder: string): string | undefined =>
  typeof image === 'string'
    ? picNameOfImage(image, folder)
    : image instanceof URL
      ? picNameOfImage(image.href)
      : undefined;
