import type { MetaInput } from '../meta/model/meta-record.ts';
import { type PicNameBase, picNameOf } from '../meta/model/pic-name.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';

export interface RecordOfOptions {
  /** What PicName is relative to. @default 'folder', that of increment.meta */
  readonly picNameBase?: PicNameBase | undefined;
  /** The folder of increment.meta in the bucket, without slashes at its ends. @default the bucket's root */
  readonly metaFolder?: string | undefined;
}

/**
 * The record that a catalogue's entry asks for: an ADD unless it says DELETE, of the image that `picName` names, else of
 * `image`, with forward slashes. Nothing is checked: that is for `MetaFileBuilder`, or any other reader of records.
 *
 * @example
 * for await (const { entry } of readCatalogue('shop.csv')) {
 *   if (entry) console.log(builder.check(recordOf(entry)));
 * }
 */
export function recordOf(
  entry: CatalogueEntry,
  { picNameBase = 'folder', metaFolder: folder = '' }: RecordOfOptions = {},
): MetaInput {
  const { operationType = 'ADD', image, picName = image?.replaceAll('\\', '/'), ...fields } = entry;
  const named = picName && { picName: picNameOf(picNameBase, folder, picName) };
  return { ...fields, ...named, operationType } as MetaInput; // a region as text is read by the rules
}
