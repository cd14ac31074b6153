import { join } from 'node:path';
import type { Issue } from '../shared/issue.ts';
import { entryIssue } from './entry-issue.ts';
import { JsonLinesWriter, readJsonLinesFile } from './json-lines-file.ts';
import type { PlannedEntry } from './plan-entries.ts';

/** A DELETE that an ADD of the same image replaces: `skipped` when the ADD is done, else `refused`. */
export interface ReplacedDelete {
  readonly status: 'skipped' | 'refused';
  readonly entry: PlannedEntry;
  readonly issues: readonly Issue[];
}

/**
 * Holds the DELETEs that an ADD replaces until it is known what became of the ADD: only when that is done is a DELETE
 * needless. They are held in a file of the work folder; in memory are the rows that were not done.
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

  /** Hears of a row of the catalogue that was refused, or that failed. */
  notDone(row: number): void {
    this.#notDone.add(row);
  }

  /** Every DELETE that was held. Once, when all other rows are known. */
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
  entryIssue(
    'REPLACEMENT_NOT_DONE',
    `The ADD in row ${row}, which was to replace this image, was refused or has failed: the old image is still there; correct that row, or import the DELETE without it`,
    ['picName'],
  );
