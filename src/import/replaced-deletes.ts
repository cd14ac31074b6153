import { join } from 'node:path';
import type { Issue } from '../shared/issue.ts';
import { importIssue } from './import-issue.ts';
import { JsonLinesWriter, readJsonLinesFile } from './json-lines-file.ts';
import type { PlannedEntry } from './plan-entries.ts';

/** A DELETE that an ADD of the same image replaces: `skipped` when the ADD is done, else `refused`. */
export interface ReplacedDelete {
  readonly status: 'skipped' | 'refused';
  readonly entry: PlannedEntry;
  readonly issues: readonly Issue[];
}

/**
 * Holds the DELETEs that an ADD replaces until the outcome of the ADD is known: a DELETE is needless only when its ADD is
 * done. The DELETEs are in a file of the work folder; memory holds the numbers of the rows that were refused or have failed.
 */
export class ReplacedDeletes {
  readonly #path: string;
  readonly #notDone = new Set<number>();
  #file: JsonLinesWriter<PlannedEntry> | undefined;

  /** @param work an existing folder for temporary files */
  constructor(work: string) {
    this.#path = join(work, 'replaced.jsonl');
  }

  async hold(entry: PlannedEntry): Promise<void> {
    this.#file ??= await JsonLinesWriter.create(this.#path);
    await this.#file.add(entry);
  }

  /** Notes that a row of the catalogue was refused, or has failed. */
  notDone(row: number): void {
    this.#notDone.add(row);
  }

  /** Every DELETE that is held. Call it once, when the outcome of every other row is known. */
  async *settle(): AsyncGenerator<ReplacedDelete, void, void> {
    await this.#file?.close();
    if (this.#file === undefined) return;
    for await (const { line: _, ...entry } of readJsonLinesFile<PlannedEntry>(this.#path)) {
      const { replacedBy, issues } = entry;
      yield replacedBy !== undefined && this.#notDone.has(replacedBy)
        ? { status: 'refused', entry, issues: [notReplaced(replacedBy), ...issues] }
        : { status: 'skipped', entry, issues };
    }
  }
}

const notReplaced = (row: number): Issue =>
  importIssue(
    'REPLACEMENT_NOT_DONE',
    `The ADD in row ${row}, which was to replace this image, was refused or has failed: the old image is still there; correct that row, or import the DELETE without it`,
    ['picName'],
  );
