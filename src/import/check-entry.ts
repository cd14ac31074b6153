import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { CatalogueRow } from '../catalogue/catalogue-entry.ts';
import { checkName } from '../image/check-image.ts';
import type { ImageValidator } from '../image/image-validator.ts';
import { DuplicateKeys } from '../meta/duplicates/duplicate-keys.ts';
import type { MetaRecord } from '../meta/meta-record.ts';
import type { RecordCheck } from '../meta/rules/check-record.ts';
import { objectKeyOf, type PicNameBase, picNameOf } from '../meta/rules/pic-name.ts';
import { type Issue, passes } from '../shared/issue.ts';
import { isKey } from '../storage/object-store.ts';
import type { Upload } from '../storage/upload-images.ts';
import type { EntryOutcome, ImportAccount } from './entry-outcome.ts';

/** An entry that passed: its line to be, and the upload that must come before; a DELETE has none. */
export interface AcceptedEntry extends Upload {
  readonly row: CatalogueRow;
  readonly record: MetaRecord;
  /** Warnings. */
  readonly issues: readonly Issue[];
}

export interface RefusedEntry {
  readonly row: CatalogueRow;
  readonly record: undefined;
  readonly issues: readonly Issue[];
}

export interface EntryChecks {
  readonly validator: ImageValidator;
  readonly meta: RecordCheck;
  /** Of images, on this machine. */
  readonly images: string;
  /** Of increment.meta, in the bucket. */
  readonly folder: string;
  readonly picNameBase: PicNameBase;
}

/** Checks an entry's line, then its image: what fails here costs no upload. */
export async function checkEntry(
  row: CatalogueRow,
  checks: EntryChecks,
  signal: AbortSignal,
): Promise<AcceptedEntry | RefusedEntry> {
  if (row.entry === undefined) return { row, record: undefined, issues: row.issues };
  const { image, picName, ...fields } = row.entry;
  const name = picName ?? image?.replaceAll('\\', '/');
  const raw = {
    operationType: 'ADD',
    ...fields,
    picName: name && picNameOf(checks.picNameBase, checks.folder, name),
  };
  const { record, issues } = checks.meta.check(raw, 'key');
  if (record === undefined) return { row, record, issues };
  if (record.operationType === 'DELETE') return { row, record, issues, source: null, key: '' };
  const source = resolve(checks.images, image ?? '');
  if (!isBelow(source, checks.images))
    return { row, record: undefined, issues: [...issues, outside(image ?? '')] };
  const verdict = await checks.validator.validate(source, { signal });
  const { facts } = verdict;
  const ofBoth =
    verdict.ok && facts !== null
      ? [...checkName(facts, record.picName), ...checks.meta.checkSides(record, facts)]
      : [];
  const all = [...issues, ...verdict.issues, ...ofBoth];
  if (!passes(all)) return { row, record: undefined, issues: all };
  const key = objectKeyOf(checks.picNameBase, checks.folder, record.picName);
  if (!isKey(key)) return { row, record: undefined, issues: [...all, keyInvalid(key)] };
  return { row, record, issues: all, source, key };
}

/**
 * Lets through what is accepted and tells the account of what is not. Refuses what would overwrite an entry above: the
 * second of two equal names, and another image under the same key.
 */
export async function* takeAccepted(
  entries: AsyncIterable<AcceptedEntry | RefusedEntry>,
  account: ImportAccount,
  metaKey: string,
): AsyncGenerator<AcceptedEntry, void, void> {
  const names = new DuplicateKeys();
  const sources = new Map<string, Upload['source']>([[metaKey, null]]);
  for await (const entry of entries) {
    account.supply();
    const issues = entry.record === undefined ? entry.issues : overwrites(entry, names, sources);
    if (entry.record === undefined || issues.length > 0) await account.tell(refusal(entry.row, issues));
    else yield entry;
  }
}

function overwrites(
  { record, source, key }: AcceptedEntry,
  names: DuplicateKeys,
  sources: Map<string, Upload['source']>,
): Issue[] {
  if (names.isDuplicate(record.productId, record.picName ?? '')) return [duplicate(record)];
  if (source === null) return [];
  if (sources.has(key) && sources.get(key) !== source) return [keyTaken(key)];
  sources.set(key, source);
  return [];
}

export const refusal = ({ place, entry }: CatalogueRow, issues: readonly Issue[]): EntryOutcome => ({
  status: 'refused',
  place,
  productId: entry?.productId ?? null,
  picName: entry?.picName ?? entry?.image ?? null,
  issues,
});

const duplicate = ({ productId, picName }: MetaRecord): Issue => ({
  code: 'META_DUPLICATE',
  severity: 'error',
  path: ['picName'],
  message: `Product "${productId}" has ${picName === undefined ? 'a DELETE' : `image "${picName}"`} above already: the later one would overwrite it`,
});

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const outside = (image: string): Issue => ({
  code: 'UPLOAD_SOURCE_OUTSIDE',
  severity: 'error',
  path: ['image'],
  message: `The image ${JSON.stringify(image)} lies outside the folder of images: a catalogue may name only what is in it`,
});

const keyInvalid = (key: string): Issue => ({
  code: 'UPLOAD_KEY_INVALID',
  severity: 'error',
  path: ['picName'],
  message: `The object's key would have ${Buffer.byteLength(key)} bytes: OSS takes 1 to 1023, and no leading slash`,
});

const keyTaken = (key: string): Issue => ({
  code: 'UPLOAD_KEY_TAKEN',
  severity: 'error',
  path: ['picName'],
  message: `Another file is to be stored as ${JSON.stringify(key)} already: give one of them another PicName`,
});
