import type { RowPlace } from '../catalogue/catalogue-entry.ts';
import type { MetaRecord } from '../meta/model/meta-record.ts';
import type { Issue } from '../shared/issue.ts';
import { readJsonLinesFile } from './json-lines-file.ts';

/** What must be remembered of a submitted line, to tell what became of its entry. Line n of the ledger is line n of increment.meta. */
export interface LedgerLine {
  readonly place: RowPlace;
  /** As the catalogue names it. */
  readonly picName: string | null;
  readonly record: MetaRecord;
  readonly issues: readonly Issue[];
}

/** Reads a ledger line by line, with the number of each. */
export const readLedger = (path: string) => readJsonLinesFile<LedgerLine>(path);
