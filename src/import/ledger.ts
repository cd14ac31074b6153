import type { RowPlace } from '../catalogue/model/catalogue-entry.ts';
import type { MetaRecord } from '../meta/model/meta-record.ts';
import type { Issue } from '../shared/errors/issue.ts';
import type { ImageNumbers } from './entry-outcome.ts';
import { wholeLinesOf } from './state/growing-lines.ts';

interface EntryOfLedger {
  /** Of the entry, in the catalogue. */
  readonly number: number;
  readonly place: RowPlace;
  /** As the catalogue names the image. */
  readonly picName: string | null;
  /** The image as it was supplied; undefined where it was not read. */
  readonly supplied?: ImageNumbers | undefined;
}

/** Why the service did not take an entry. */
export interface CallFailure {
  readonly code: string;
  readonly message: string;
  readonly mayPass: boolean;
}

/** What the outcome of a submitted entry is made of: a line of increment.meta. */
export interface LedgerLine extends EntryOfLedger {
  readonly record: MetaRecord;
  readonly issues: readonly Issue[];
  /** Whether the image was sent, or was in the bucket before; undefined for a DELETE. */
  readonly stored?: 'sent' | 'present' | undefined;
  /** Why the service did not take the entry, where each is a call of its own. */
  readonly failure?: CallFailure | undefined;
  /** Whether the line must be carried out after another one of its shard, and so in a later task. */
  readonly isLater?: boolean | undefined;
}

/** An entry that was refused: no line of increment.meta. */
interface RefusedLine extends EntryOfLedger {
  readonly productId: string | null;
  readonly refused: readonly Issue[];
  /** Whether the reason may pass, so that the entry can be imported again. */
  readonly mayPass?: boolean | undefined;
}

/** A line of a ledger: what became of an entry before the task. */
export type LedgerEntry = LedgerLine | RefusedLine;

/** A submitted entry, with the number of its line in the shard. */
export type NumberedLine = LedgerLine & { readonly line: number };

/** Reads the submitted entries of a ledger as lines of the shard: those that must come later are behind all others. */
export async function* readLedger(path: string): AsyncGenerator<NumberedLine, void, void> {
  let line = 0;
  let later = 0;
  for await (const { value } of wholeLinesOf<LedgerEntry>(path)) {
    if (!('record' in value)) continue;
    if (value.isLater === true) later += 1;
    else yield { ...value, line: ++line };
  }
  if (later === 0) return;
  for await (const { value } of wholeLinesOf<LedgerEntry>(path))
    if ('record' in value && value.isLater === true) yield { ...value, line: ++line };
}
