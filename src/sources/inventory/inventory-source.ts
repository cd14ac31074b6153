import { assertConserved } from '../../shared/errors/conservation.ts';
import { dateOf } from '../../shared/http/date-of.ts';
import { percentDecode } from '../../shared/http/percent-decode.ts';
import { unquoted } from '../../shared/http/unquoted.ts';
import type {
  ListedObject,
  ObjectPart,
  ObjectRange,
  ObjectSource,
} from '../../shared/objects/object-store.ts';
import { type CallOptions, signalOf } from '../../shared/options/call-options.ts';
import { show, text } from '../../shared/options/checks.ts';
import { definedFields } from '../../shared/options/defined-fields.ts';
import { knownOptions } from '../../shared/options/known-options.ts';
import { listingUnreadable } from '../listing-unreadable.ts';
import { type InventoryManifest, readManifest } from './inventory-manifest.ts';
import { inventoryRows } from './inventory-rows.ts';

/** What an `InventorySource` takes. A misspelt name is an error. */
export interface InventorySourceOptions {
  /** The bucket that the inventory is about. @default the bucket that holds the inventory */
  readonly of?: ObjectSource | undefined;
}

/** What became of the rows of a listing: rows = listed + otherPrefix + otherVersions. */
export interface InventorySummary {
  /** Rows of the inventory's files. */
  readonly rows: number;
  /** Rows that were given as objects. */
  readonly listed: number;
  /** Rows whose key does not begin with the prefix. */
  readonly otherPrefix: number;
  /** Earlier versions and markers of deletion. */
  readonly otherVersions: number;
}

/** 100 bytes for each file of an inventory, of which a billion objects have a few thousand. */
const MOST_MANIFEST_BYTES = 16 * 1024 * 1024;

/**
 * A bucket of OSS as its inventory lists it, which costs a few requests where a listing of a hundred million objects costs a
 * hundred thousand. The inventory is as old as it says, has no order, and may lack what was changed while it was made.
 *
 * @example
 * const shop = new S3Source({ bucket: 'shop' });
 * const reports = new S3Source({ bucket: 'shop-reports' });
 * const source = new InventorySource(reports, 'inventories/shop/daily/2026-11-29T00-00Z/manifest.json', { of: shop });
 */
export class InventorySource implements ObjectSource {
  readonly name: string;
  readonly #reports: ObjectSource;
  readonly #manifestKey: string;
  readonly #bucket: ObjectSource;
  #summary: InventorySummary | undefined;

  /**
   * @param reports the bucket that holds the inventory
   * @param manifestKey the key of `manifest.json` there
   * @throws {TypeError} when one of them is missing
   */
  constructor(reports: ObjectSource, manifestKey: string, options: InventorySourceOptions = {}) {
    const { of: bucket = reports } = knownOptions('an InventorySource', options, { of: true });
    this.#reports = reports;
    this.#manifestKey = text('manifestKey', manifestKey);
    this.#bucket = bucket;
    this.name = bucket.name;
  }

  /** The bucket that the inventory is about. */
  get of(): ObjectSource {
    return this.#bucket;
  }

  /** Of the last listing that came to its end; undefined before. */
  get summary(): InventorySummary | undefined {
    return this.#summary;
  }

  read(key: string, range: ObjectRange, options: CallOptions = {}): Promise<ObjectPart> {
    return this.#bucket.read(key, range, options);
  }

  /** @throws {ImageSearchError} `LISTING_UNREADABLE` for an inventory of another bucket, and for one that is damaged */
  async *list(prefix: string, options: CallOptions = {}): AsyncGenerator<ListedObject, void, void> {
    const signal = signalOf('list()', options);
    const manifest = await this.#manifest(signal);
    const counts = { listed: 0, otherPrefix: 0, otherVersions: 0 };
    let rows = 0;
    for (const file of manifest.files) {
      const name = `${this.#reports.name}/${file.key}`;
      for await (const row of inventoryRows(this.#reports, file, signal)) {
        rows += 1;
        const { object, isCurrent } = objectOf(row, manifest, name);
        const fate = !isCurrent ? 'otherVersions' : object.key.startsWith(prefix) ? 'listed' : 'otherPrefix';
        counts[fate] += 1;
        if (fate === 'listed') yield object;
      }
    }
    assertConserved('an inventory', rows, counts);
    this.#summary = { rows, ...counts };
  }

  async #manifest(signal: AbortSignal | undefined): Promise<InventoryManifest> {
    const key = this.#manifestKey;
    const name = `${this.#reports.name}/${key}`;
    const { bytes, size } = await this.#reports.read(
      key,
      { offset: 0, length: MOST_MANIFEST_BYTES },
      { signal },
    );
    if (size > bytes.length)
      throw listingUnreadable(name, `a manifest has ${MOST_MANIFEST_BYTES} bytes at most: it has ${size}`);
    const manifest = readManifest(name, Buffer.from(bytes).toString());
    const { bucket = manifest.sourceBucket } = this.#bucket as { readonly bucket?: string | undefined };
    if (bucket === manifest.sourceBucket) return manifest;
    throw listingUnreadable(
      name,
      `it lists the bucket ${show(manifest.sourceBucket)}, and not ${show(bucket)}: open that bucket, too, and give it as 'of', which a program alone can`,
    );
  }
}

function objectOf(row: readonly string[], { columns }: InventoryManifest, name: string) {
  const cells = Object.fromEntries(columns.map((column, at) => [column, row[at]]));
  const { Key, Size, ETag, LastModifiedDate, IsLatest, IsDeleteMarker } = cells;
  const key = Key === undefined ? undefined : percentDecode(Key);
  if (row.length !== columns.length || key === undefined || key === '')
    throw listingUnreadable(
      name,
      `a row must have the columns ${columns.join(', ')}: it is ${show(row, 300)}`,
    );
  const object: ListedObject = {
    key,
    bytes: Size === undefined || !/^\d+$/.test(Size) ? undefined : Number(Size),
    ...definedFields({ etag: unquoted(ETag) || undefined, modified: timeOf(LastModifiedDate) }),
  };
  return { object, isCurrent: IsLatest !== 'false' && IsDeleteMarker !== 'true' };
}

/** Documents show seconds since 1970 as well as text. */
const timeOf = (text: string | undefined): Date | undefined =>
  /^\d+$/.test(text ?? '') ? new Date(Number(text) * 1000) : dateOf(text);
