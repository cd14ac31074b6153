import type { CatalogueReading } from '../../catalogue/catalogue-reading.ts';
import type { CatalogueRow } from '../../catalogue/model/catalogue-entry.ts';
import type { GalleryComparison } from '../compare/gallery-comparison.ts';
import { type EntryOutcome, notSubmitted } from '../entry-outcome.ts';
import { EntryReading, type EntryReadingOptions } from '../plan/entry-reading.ts';

/** What an entry of the catalogue has beside its record. */
export interface CatalogueImage {
  /** Null for a DELETE. */
  readonly image: string | null;
  /** Relative to the folder of increment.meta, as the catalogue names it. */
  readonly picName: string;
}

/** How many entries a catalogue has, and those that no image is compared for. */
export interface CatalogueCounts {
  readonly supplied: number;
  readonly refused: number;
  readonly productDeletes: number;
}

/**
 * Adds the catalogue's side to a comparison, and yields the outcomes of the entries that are refused.
 *
 * @throws {TypeError} for an entry that brings the bytes of its image
 */
export async function* expectCatalogue(
  rows: CatalogueReading,
  comparison: Pick<GalleryComparison<CatalogueImage>, 'expect'>,
  options: EntryReadingOptions,
): AsyncGenerator<EntryOutcome, CatalogueCounts, void> {
  const reading = new EntryReading(options);
  let [refused, productDeletes] = [0, 0];
  for await (const row of rows) {
    const entry = reading.take(row);
    const { record } = entry;
    if (record === undefined) {
      refused += 1;
      const { number: _, ...outcome } = notSubmitted(entry, 'refused', entry.issues);
      yield outcome;
    } else {
      if (record.picName === undefined) productDeletes += 1;
      const ref = { image: imageOf(row, entry.number), picName: entry.picName ?? '' };
      comparison.expect({ record, comparesContent: true, ref });
    }
  }
  return { supplied: reading.finish().entries, refused, productDeletes };
}

function imageOf({ entry }: CatalogueRow, number: number): string | null {
  const image = entry?.image;
  if (image === undefined) return null;
  if (typeof image === 'string') return image;
  if (image instanceof URL) return image.href;
  throw new TypeError(
    `Cannot sync entry ${number} as its image must be named: a path, a URL or oss://BUCKET/KEY. Bytes would be gone before they are needed`,
  );
}
