import { createReadStream, renameSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import { GrowingLines, wholeLinesOf } from '../state/growing-lines.ts';
import type { BatchOptions } from './batch-options.ts';
import type { Concern } from './entry-order.ts';
import type { StoredEntry } from './stored-entry.ts';

/** What the journal of an ingester says that it is of. */
export const INGESTER_JOURNAL = 'ingester';

const PREFIX = 'batch-';
/** At the end of the name of a folder that is being removed. */
const OVER = '.over';
const BYTES = 'bytes';

/**
 * Entries that are imported together, in a folder of their own: `options.jsonl`, one line; `entries.jsonl`, the bytes of
 * images, and the state of the import. No two of them concern one image, so that their order does not count.
 */
export class IngestBatch {
  readonly folder: string;
  #lines: GrowingLines<StoredEntry> | undefined;
  readonly #images = new Set<string>();
  readonly #products = new Set<string>();
  /** Those that are deleted as a whole. */
  readonly #wholeProducts = new Set<string>();
  #entries = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** A batch for new entries. */
  static async create(state: string, number: number, options: BatchOptions): Promise<IngestBatch> {
    const batch = new IngestBatch(join(state, `${PREFIX}${number}`));
    await mkdir(join(batch.folder, BYTES), { recursive: true });
    await writeFile(optionsFile(batch.folder), `${JSON.stringify(options)}\n`, { flush: true });
    batch.#lines = new GrowingLines(linesFile(batch.folder), 0);
    return batch;
  }

  /** The batches that an earlier process has not brought in, oldest first, with their numbers. */
  static async left(state: string): Promise<ReadonlyMap<number, IngestBatch>> {
    const names = await readdir(state);
    for (const name of names.filter((one) => one.endsWith(OVER)))
      await rm(join(state, name), { recursive: true });
    const numbers = names
      .filter((name) => !name.endsWith(OVER))
      .flatMap((name) => (name.startsWith(PREFIX) ? [Number(name.slice(PREFIX.length))] : []))
      .toSorted((one, other) => one - other);
    return new Map(numbers.map((number) => [number, new IngestBatch(join(state, `${PREFIX}${number}`))]));
  }

  /** The options with which its entries were taken; undefined for a batch that a kill has kept from having any. */
  async options(): Promise<BatchOptions | undefined> {
    for await (const { value } of wholeLinesOf<BatchOptions>(optionsFile(this.folder))) return value;
    return undefined;
  }

  get entries(): number {
    return this.#entries;
  }

  /** The state of the import of this batch. */
  get importState(): string {
    return join(this.folder, 'import');
  }

  /** Whether the batch has an entry of the same image, or one of the same product where either concerns it as a whole. */
  conflicts({ product, image }: Concern): boolean {
    if (this.#wholeProducts.has(product)) return true;
    return image === undefined ? this.#products.has(product) : this.#images.has(image);
  }

  /**
   * Writes an entry down: it survives the end of the process. One that cannot be written leaves the batch as it was.
   *
   * @param path the file that has the bytes of its image, which is moved
   * @returns the number of the entry in this batch, from 1
   */
  add(entry: StoredEntry, { product, image }: Concern, path: string | undefined): number {
    if (this.#lines === undefined)
      throw new Error(`Defect in Ingester: an entry came after ${this.folder} was closed`);
    const number = this.#entries + 1;
    const bytes = path === undefined ? undefined : String(number);
    if (path !== undefined && bytes !== undefined) renameSync(path, join(this.folder, BYTES, bytes));
    this.#lines.add({ ...entry, bytes });
    this.#entries = number; // what was not written is not counted: numbers are those of the lines
    this.#products.add(product);
    if (image === undefined) this.#wholeProducts.add(product);
    else this.#images.add(image);
    return number;
  }

  /** After the last entry. */
  async close(): Promise<void> {
    using lines = this.#lines;
    this.#lines = undefined;
    await lines?.sync();
  }

  /** The entries in their order, as an import takes them. */
  async *read(): AsyncGenerator<CatalogueEntry, void, void> {
    for await (const { value } of wholeLinesOf<StoredEntry>(linesFile(this.folder))) {
      const { bytes, image, ...fields } = value;
      yield {
        ...fields,
        image: bytes === undefined ? image : createReadStream(join(this.folder, BYTES, bytes)),
      };
    }
  }

  /** Removes the folder, when every entry has its outcome. */
  async remove(): Promise<void> {
    const over = `${this.folder}${OVER}`;
    await rename(this.folder, over); // at once: a kill must not leave an import without its entries
    await rm(over, { recursive: true });
  }
}

/** How many entries lie in batches whose import has not ended. */
export async function waitingEntries(state: string, signal: AbortSignal | undefined): Promise<number> {
  let entries = 0;
  for (const name of await readdir(state))
    if (name.startsWith(PREFIX) && !name.endsWith(OVER))
      for await (const _ of wholeLinesOf(linesFile(join(state, name)))) {
        signal?.throwIfAborted();
        entries += 1;
      }
  return entries;
}

const linesFile = (folder: string): string => join(folder, 'entries.jsonl');
const optionsFile = (folder: string): string => join(folder, 'options.jsonl');
