import { resolve } from 'node:path';
import type { CatalogueRow } from '../catalogue/catalogue-entry.ts';
import type { ImageValidator } from '../image/image-validator.ts';
import { checkRecord, type MetaContext } from '../meta/check-record.ts';
import { DuplicateKeys } from '../meta/duplicate-keys.ts';
import type { MetaRecord } from '../meta/meta-record.ts';
import { objectKeyOf, type PicNameBase, picNameOf } from '../meta/pic-name.ts';
import type { Issue } from '../shared/issue.ts';
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
  readonly meta: MetaContext;
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
  const { record, issues } = checkRecord(raw, 'key', checks.meta);
  if (record === undefined) return { row, record, issues };
  if (record.operationType === 'DELETE') return { row, record, issues, source: null, key: '' };
  const source = resolve(checks.images, image ?? '');
  const verdict = await checks.validator.validate(source, { signal });
  const all = [...issues, ...verdict.issues];
  if (!verdict.ok) return { row, record: undefined, issues: all };
  const key = objectKeyOf(checks.picNameBase, checks.folder, record.picName);
  return { row, record, issues: all, source, key };
}

/** Lets through what is accepted, tells the account of what is not, and refuses the second of two equal names. */
export async function* takeAccepted(
  entries: AsyncIterable<AcceptedEntry | RefusedEntry>,
  account: ImportAccount,
): AsyncGenerator<AcceptedEntry, void, void> {
  const names = new DuplicateKeys();
  for await (const entry of entries) {
    account.supply();
    if (entry.record === undefined) {
      await account.tell(refusal(entry.row, entry.issues));
    } else if (names.isDuplicate(entry.record.productId, entry.record.picName ?? '')) {
      await account.tell(refusal(entry.row, [duplicate(entry.record)]));
    } else {
      yield entry;
    }
  }
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
