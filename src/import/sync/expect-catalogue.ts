import type { CatalogueReading } from '../../catalogue/catalogue-reading.ts';
import type { CatalogueRow } from '../../catalogue/model/catalogue-entry.ts';
import type { MetaRecord } from '../../meta/model/meta-record.ts';
import { show } from '../../shared/options/checks.ts';
import type { GalleryComparison } from '../compare/gallery-comparison.ts';
import { type EntryOutcome, notSubmitted } from '../entry-outcome.ts';
import { EntryCheck, type EntryCheckOptions } from '../plan/entry-check.ts';

/** What an entry of the catalogue has beside its record. */
export interface CatalogueImage {
  /** Null for a DELETE. */
  readonly image: string | null;
  /** Relative to the folder of increment.meta, as the catalogue names it. */
  readonly picName: string;
}

/** A `CatalogueImage` as it lies on the disk: undefined where image and name are both the PicName, as they mostly are. */
export type CatalogueRef = CatalogueImage | undefined;

/** How many entries a catalogue has, and those that no image is compared for. */
export interface CatalogueCounts {
  readonly supplied: number;
  readonly refused: number;
  readonly productDeletes: number;
}

interface ExpectOptions extends EntryCheckOptions {
  /** Whether the gallery's side has all images of a product: else nobody can delete them all. */
  readonly findsProducts: boolean;
  /** Called now and then, and in the end, with the number of entries that were read. */
  readonly onRead: (entries: number) => void;
  readonly signal: AbortSignal | undefined;
}

const ENTRIES_IN_A_REPORT = 100;

/**
 * Adds the catalogue's side to a comparison, and yields the outcomes of the entries that are refused.
 *
 * @throws {TypeError} for an entry that brings the bytes of its image
 * @throws {RangeError} for one that deletes a whole product, where its images cannot be found
 */
export async function* expectCatalogue(
  rows: Pick<CatalogueReading, 'batches'>,
  comparison: Pick<GalleryComparison<CatalogueImage>, 'expect'>,
  options: ExpectOptions,
): AsyncGenerator<EntryOutcome, CatalogueCounts, void> {
  const { onRead, signal } = options;
  const check = new EntryCheck(options);
  let [refused, productDeletes, told] = [0, 0, 0];
  for await (const batch of rows.batches()) {
    for (const row of batch) {
      const entry = check.check(row);
      const { record } = entry;
      if (record === undefined) {
        refused += 1;
        const { number: _, ...outcome } = notSubmitted(entry, 'refused', entry.issues);
        yield outcome;
        signal?.throwIfAborted();
      } else {
        if (record.picName === undefined) {
          if (!options.findsProducts) throw unfindable(entry.number, record.productId);
          productDeletes += 1;
        }
        const image = imageOf(row, entry.number);
        comparison.expect({ record, comparesContent: true, ref: refOf(image, entry.picName ?? '', record) });
      }
    }
    if (check.entries < told + ENTRIES_IN_A_REPORT) continue;
    told = check.entries;
    onRead(told);
  }
  onRead(check.entries);
  return { supplied: check.entries, refused, productDeletes };
}

const unfindable = (number: number, productId: string) =>
  new RangeError(
    `Cannot sync entry ${number} as it deletes all images of product ${show(productId)}, which 'find' cannot find: read the gallery by 'export', or name each image in a DELETE of its own`,
  );

const refOf = (image: string | null, picName: string, record: MetaRecord): CatalogueRef =>
  image === picName && picName === record.picName ? undefined : { image, picName };

/** What the catalogue has of an image beside its record. */
export const imageOfRef = (ref: CatalogueRef, picName: string): CatalogueImage =>
  ref ?? { image: picName, picName };

function imageOf({ entry }: CatalogueRow, number: number): string | null {
  const image = entry?.image;
  if (image === undefined) return null;
  if (typeof image === 'string') return image;
  if (image instanceof URL) return image.href;
  throw new TypeError(
    `Cannot sync entry ${number} as its image must be named: a path, a URL or oss://BUCKET/KEY. Bytes would be gone before they are needed`,
  );
}
