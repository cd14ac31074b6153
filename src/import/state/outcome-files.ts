import { join } from 'node:path';
import type { SettledOutcome, SettledStatus } from '../entry-outcome.ts';
import { KeptRows } from '../plan/kept-rows.ts';
import { GrowingLines, wholeLinesOf } from './growing-lines.ts';
import type { OutcomeLengths } from './import-facts.ts';
import { RowFile } from './row-file.ts';
import { shardsFolder } from './shard-files.ts';

export const OUTCOME_FILES = ['imported', 'refused', 'failed'] as const;

/** Those that have the rows of their entries in another file, to be imported again. */
const WITH_ROWS = ['refused', 'failed'] as const satisfies readonly (typeof OUTCOME_FILES)[number][];

/** The file that an outcome goes to: what is as the catalogue wants it, what is to be corrected, what is to be tried again. */
const FILE_OF = {
  imported: 'imported',
  deleted: 'imported',
  skipped: 'imported',
  refused: 'refused',
  failed: 'failed',
} as const satisfies Record<SettledStatus, (typeof OUTCOME_FILES)[number]>;

/**
 * `imported.jsonl`, `refused.jsonl` and `failed.jsonl` of an import: one outcome a line, each entry in one of them. Beside them
 * `refused.csv` and `failed.csv` with the rows of these entries.
 */
export class OutcomeFiles implements Disposable {
  readonly #kept: KeptRows;
  readonly #lines: Readonly<Record<(typeof OUTCOME_FILES)[number], GrowingLines<SettledOutcome>>>;
  readonly #rows: Readonly<Partial<Record<(typeof OUTCOME_FILES)[number], RowFile>>>;

  private constructor(folder: string, kept: KeptRows, lengths: OutcomeLengths | undefined) {
    const lines = (name: (typeof OUTCOME_FILES)[number]) =>
      new GrowingLines<SettledOutcome>(outcomeFile(folder, name), lengths?.[name] ?? 0);
    const rows = (name: (typeof WITH_ROWS)[number]) => new RowFile(join(folder, `${name}.csv`), kept);
    this.#kept = kept;
    this.#lines = { imported: lines('imported'), refused: lines('refused'), failed: lines('failed') };
    this.#rows = { refused: rows('refused'), failed: rows('failed') };
  }

  /**
   * Opens the files. Those of rows are written anew from what counts of the others.
   *
   * @param lengths up to where the files count; what was written after that is removed, as it comes again
   * @throws {RangeError} when a file is shorter, or missing
   */
  static async open(folder: string, lengths: OutcomeLengths | undefined): Promise<OutcomeFiles> {
    const files = new OutcomeFiles(folder, new KeptRows(shardsFolder(folder)), lengths);
    try {
      for (const name of WITH_ROWS) {
        const told = wholeLinesOf<SettledOutcome>(outcomeFile(folder, name));
        for await (const { value } of told) files.#rows[name]?.add(value);
        await files.#rows[name]?.sync();
      }
      return files;
    } catch (error) {
      files[Symbol.dispose]();
      throw error;
    }
  }

  add(outcome: SettledOutcome): void {
    const name = FILE_OF[outcome.status];
    this.#lines[name].add(outcome);
    this.#rows[name]?.add(outcome);
  }

  /** Resolves when all outcomes are on the disk. */
  async sync(): Promise<OutcomeLengths> {
    const { imported, refused, failed } = this.#lines;
    for (const name of OUTCOME_FILES) {
      await this.#lines[name].sync();
      await this.#rows[name]?.sync();
    }
    return { imported: imported.bytes, refused: refused.bytes, failed: failed.bytes };
  }

  [Symbol.dispose](): void {
    for (const name of OUTCOME_FILES) {
      this.#lines[name][Symbol.dispose]();
      this.#rows[name]?.[Symbol.dispose]();
    }
    this.#kept[Symbol.dispose]();
  }
}

/** The outcomes of an import that are of one kind, a JSON object a line. */
export const outcomeFile = (folder: string, name: (typeof OUTCOME_FILES)[number]): string =>
  join(folder, `${name}.jsonl`);
