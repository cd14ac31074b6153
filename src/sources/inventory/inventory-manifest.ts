import { show } from '../../shared/options/checks.ts';
import { listingUnreadable } from '../listing-unreadable.ts';

/** The part of `manifest.json` that is read (OSS help page "Bucket inventory", Feb 11 2026). */
export interface InventoryManifest {
  /** The bucket that the inventory is about. */
  readonly sourceBucket: string;
  /** The names of the columns, in their order. */
  readonly columns: readonly string[];
  readonly files: readonly InventoryFile[];
}

/** A file of rows, CSV in gzip. */
export interface InventoryFile {
  readonly key: string;
  readonly bytes: number;
  /** In hex, small letters. */
  readonly md5: string;
}

/** @throws {ImageSearchError} `LISTING_UNREADABLE` for a text that is no manifest, or is one of another format than CSV */
export function readManifest(name: string, json: string): InventoryManifest {
  let manifest: Partial<Record<'sourceBucket' | 'fileFormat' | 'fileSchema' | 'files', unknown>>;
  try {
    manifest = JSON.parse(json);
  } catch (cause) {
    throw listingUnreadable(name, `it is no JSON: name the manifest.json of an inventory`, cause);
  }
  const { sourceBucket, fileFormat, fileSchema, files } = manifest ?? {};
  if (fileFormat !== 'CSV')
    throw listingUnreadable(name, `its fileFormat must be "CSV": it is ${show(fileFormat)}`);
  if (typeof sourceBucket !== 'string' || typeof fileSchema !== 'string' || !Array.isArray(files))
    throw listingUnreadable(name, 'it must have sourceBucket, fileSchema and files');
  const columns = fileSchema.split(',').map((column) => column.trim());
  if (!columns.includes('Key'))
    throw listingUnreadable(name, `its fileSchema must name Key: it is ${show(fileSchema)}`);
  return { sourceBucket, columns, files: files.map((file, at) => fileOf(name, file, at)) };
}

function fileOf(name: string, file: unknown, at: number): InventoryFile {
  const { key, size, MD5checksum: md5 } = (file ?? {}) as Partial<Record<string, unknown>>;
  if (
    typeof key !== 'string' ||
    !Number.isSafeInteger(size) ||
    typeof md5 !== 'string' ||
    !/^[\da-f]{32}$/i.test(md5)
  )
    throw listingUnreadable(name, `files[${at}] must have key, size and MD5checksum: it is ${show(file)}`);
  return { key, bytes: size as number, md5: md5.toLowerCase() };
}
