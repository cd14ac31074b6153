import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Place } from '../catalogue/catalogue-entry.ts';
import type { MetaRecord } from '../meta/meta-record.ts';
import type { Issue } from '../shared/issue.ts';
import { readLines } from '../shared/lines.ts';
import type { AcceptedEntry } from './check-entry.ts';

/** What must be remembered of a submitted line, to tell what became of its entry. Line n of the ledger is line n of increment.meta. */
export interface LedgerLine {
  readonly place: Place;
  readonly record: MetaRecord;
  readonly issues: readonly Issue[];
}

/** Writes a ledger, a block of lines at a time. */
export class LedgerWriter {
  readonly #file: FileHandle;
  #block: string[] = [];

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string): Promise<LedgerWriter> {
    return new LedgerWriter(await open(path, 'w'));
  }

  async add({ row, record, issues }: AcceptedEntry): Promise<void> {
    this.#block.push(JSON.stringify({ place: row.place, record, issues } satisfies LedgerLine));
    if (this.#block.length === LINES_IN_A_BLOCK) await this.#flush();
  }

  async close(): Promise<void> {
    try {
      await this.#flush();
    } finally {
      await this.#file.close();
    }
  }

  async #flush(): Promise<void> {
    const block = this.#block.map((line) => `${line}\n`).join('');
    this.#block = [];
    await this.#file.write(block);
  }
}

const LINES_IN_A_BLOCK = 256;

/** Reads a ledger that we wrote ourselves, line by line, with the number of each. */
export async function* readLedger(
  path: string,
): AsyncGenerator<LedgerLine & { readonly line: number }, void, void> {
  for await (const { bytes, line } of readLines(createReadStream(path), Number.MAX_SAFE_INTEGER)) {
    yield { ...(JSON.parse(new TextDecoder().decode(bytes)) as LedgerLine), line };
  }
}
