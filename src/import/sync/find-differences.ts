import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { ImageUpdate } from '../../gallery/image-update.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import type { ComparedImage } from '../compare/compared-image.ts';
import type { GalleryComparison } from '../compare/gallery-comparison.ts';
import type { Difference } from './difference.ts';
import { type CatalogueImage, imageOfRef } from './expect-catalogue.ts';
import type { FindRenames } from './find-renames.ts';

/** Images that need nothing, and why. */
export interface UntouchedCounts {
  same: number;
  gone: number;
  repeated: number;
  elsewhere: number;
  /** DELETEs of single images that the gallery holds: these are differences. */
  singleDeletes: number;
}

export type IsImageChanged = (
  record: Pick<AddRecord, 'productId' | 'region'>,
  wanted: CatalogueImage,
) => Promise<boolean>;

export interface DifferenceOptions {
  /** The name by which an entry of the catalogue would name this image; undefined for one outside its folder. */
  readonly nameInCatalogue: (picName: string) => string | undefined;
  /** Finds superfluous and missing images of a product that are the same picture. */
  readonly findRenames: FindRenames;
  /** Notes the file or object of an image, and whether it or its Region was changed since the gallery got it. Undefined: nobody asks. */
  readonly isImageChanged: IsImageChanged | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The differences between a catalogue and a gallery, and the count of what is left alone. */
export async function* findDifferences(
  comparison: GalleryComparison<CatalogueImage>,
  options: DifferenceOptions,
): AsyncGenerator<Difference, UntouchedCounts, void> {
  const counts: UntouchedCounts = { same: 0, gone: 0, repeated: 0, elsewhere: 0, singleDeletes: 0 };
  const onReplaced = () => {
    counts.repeated += 1;
  };
  for await (const images of comparison.findings(options.signal, onReplaced)) {
    /** A partition has all images of each of its products. */
    const unpaired: Difference[] = [];
    for (const compared of images) {
      if (compared.isEqual && options.isImageChanged === undefined) {
        counts.same += 1;
        continue;
      }
      const difference = await differenceOf(compared, counts, options);
      if (difference === undefined) continue;
      if (difference.kind === 'missing' || difference.kind === 'superfluous') unpaired.push(difference);
      else yield difference;
    }
    if (unpaired.length > 0) yield* options.findRenames(unpaired);
  }
  return counts;
}

async function differenceOf(
  { finding, expected, held }: ComparedImage<CatalogueImage>,
  counts: UntouchedCounts,
  { nameInCatalogue, isImageChanged }: DifferenceOptions,
): Promise<Difference | undefined> {
  const { kind, productId, picName } = finding;
  const content = expected?.content;
  if (kind === 'superfluous' || kind === 'still there') {
    const name = nameInCatalogue(picName);
    if (name === undefined) {
      counts.elsewhere += 1;
      return undefined;
    }
    if (expected !== undefined) counts.singleDeletes += 1;
    const entry = { operationType: 'DELETE', productId, picName: name } as const;
    return { kind: kind === 'superfluous' ? kind : 'deleted', entry, picName, before: held ?? null };
  }
  if (content === undefined) {
    counts.gone += 1;
    return undefined;
  }
  const image = imageOfRef(expected?.ref, content.picName);
  const isChanged = (await isImageChanged?.(content, image)) === true;
  if (held === undefined) return { kind: 'missing', entry: entryOf(content, image), picName, before: null };
  const fields = [...(finding.fields ?? []), ...otherCategory(content, held)];
  if (fields.length === 0 && !isChanged) {
    counts.same += 1;
    return undefined;
  }
  const change = { entry: entryOf(content, image), picName, before: held, fields };
  if (isChanged) return { kind: 'image changed', ...change };
  return { kind: 'changed', ...change, update: updateOf({ ...content, picName }, fields) };
}

const entryOf = (
  { operationType: _, ...fields }: AddRecord,
  { image, picName }: CatalogueImage,
): CatalogueEntry => ({ ...fields, image: image ?? undefined, picName });

/** Only where the catalogue says one: else the gallery has the service's own guess. */
const otherCategory = ({ categoryId }: AddRecord, held: GalleryImage): readonly string[] =>
  categoryId === undefined || categoryId === held.categoryId ? [] : ['categoryId'];

/** UpdateImage gives fields other values; it can neither change the category nor take a value away. */
export function updateOf(wanted: AddRecord, fields: readonly string[]): ImageUpdate | undefined {
  const values = fields.map((field) => [field, wanted[field as keyof AddRecord]] as const);
  if (values.some(([field, value]) => field === 'categoryId' || value === undefined || value === ''))
    return undefined;
  const { productId, picName } = wanted;
  return { productId, picName, ...Object.fromEntries(values) };
}
