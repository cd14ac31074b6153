import type { RowPlace } from '../catalogue/catalogue-entry.ts';
import type { MetaRecord } from '../meta/model/meta-record.ts';
import type { Issue } from '../shared/issue.ts';
import { readJsonLinesFile } from './json-lines-file.ts';

/** What the outcome of a submitted entry is made of. Line n of the ledger is line n of increment.meta. */
export interface LedgerLine {
  readonly place: RowPlace;
  /** As the catalogue names the image. */
  readonly picName: string | null;
  readonly record: MetaRecord;
  readonly issues: readonly Issue[];
}

/** Reads a ledger line by line, with the number of each line. */
export const readLedger = (path: string) => readJsonLinesFile<LedgerLine>(path);
