import { createHash } from 'node:crypto';
import type { CatalogueReading } from '../../catalogue/catalogue-reading.ts';
import type { CatalogueRow } from '../../catalogue/model/catalogue-entry.ts';

/** The rows of a catalogue, digested as they are read: what is no file has no other mark by which it is known again. */
export class DigestedRows implements Pick<CatalogueReading, 'batches'> {
  readonly #rows: Pick<CatalogueReading, 'batches'>;
  readonly #hash = createHash('sha256');

  constructor(rows: Pick<CatalogueReading, 'batches'>) {
    this.#rows = rows;
  }

  async *batches(): AsyncGenerator<readonly CatalogueRow[], void, void> {
    for await (const batch of this.#rows.batches()) {
      for (const { entry, names, issues } of batch)
        this.#hash.update(JSON.stringify([entry ?? names ?? null, issues.map(({ code }) => code)]));
      yield batch;
    }
  }

  /** SHA-256 of all rows, in hex. To be asked once, after the last row. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** The digest of all rows, which are read to their end. */
export async function digestOf(rows: Pick<CatalogueReading, 'batches'>): Promise<string> {
  const digested = new DigestedRows(rows);
  for await (const _ of digested.batches()); // each is digested
  return digested.digest();
}
