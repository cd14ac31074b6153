import { createReadStream, renameSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import { keyOf } from '../compare/gallery-comparison.ts';
import { GrowingLines, wholeLinesOf } from '../state/growing-lines.ts';

/** An entry as it lies on the disk. */
interface StoredEntry extends Omit<CatalogueEntry, 'image'> {
  readonly image?: string | undefined;
  /** The name of the file in `bytes/` that has the image. */
  readonly bytes?: string | undefined;
}

const PREFIX = 'batch-';
/** At the end of the name of a folder that is being removed. */
const OVER = '.over';
const BYTES = 'bytes';

/**
 * Entries that are imported together, in a folder of their own: `entries.jsonl`, the bytes of images, and the state of the
 * import. No two of them concern one image, so that their order does not count.
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
  static async create(state: string, number: number): Promise<IngestBatch> {
    const batch = new IngestBatch(join(state, `${PREFIX}${number}`));
    await mkdir(join(batch.folder, BYTES), { recursive: true });
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

  get entries(): number {
    return this.#entries;
  }

  /** The state of the import of this batch. */
  get importState(): string {
    return join(this.folder, 'import');
  }

  /** Whether the batch has an entry of the same image, or one of the same product where either concerns it as a whole. */
  conflicts({ productId, ...entry }: CatalogueEntry): boolean {
    const name = nameOf(entry);
    if (this.#wholeProducts.has(productId)) return true;
    return name === undefined ? this.#products.has(productId) : this.#images.has(keyOf(productId, name));
  }

  /**
   * Writes an entry down: it survives the end of the process.
   *
   * @param bytes the file that has its image, which is moved
   * @returns the number of the entry in this batch, from 1
   */
  add({ image, ...fields }: CatalogueEntry, bytes: string | undefined): number {
    const { productId } = fields;
    const name = nameOf({ ...fields, image });
    this.#entries += 1;
    const own = bytes === undefined ? undefined : String(this.#entries);
    if (bytes !== undefined && own !== undefined) renameSync(bytes, join(this.folder, BYTES, own));
    const named = typeof image === 'string' || image instanceof URL ? String(image) : undefined;
    this.#lines?.add({ ...fields, image: named, bytes: own });
    this.#products.add(productId);
    if (name === undefined) this.#wholeProducts.add(productId);
    else this.#images.add(keyOf(productId, name));
    return this.#entries;
  }

  /** After the last entry. */
  async close(): Promise<void> {
    await this.#lines?.sync();
    this.#lines?.[Symbol.dispose]();
    this.#lines = undefined;
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

/** By which an entry concerns one image. */
const nameOf = ({ picName, image }: Pick<CatalogueEntry, 'picName' | 'image'>): string | undefined =>
  picName ?? (typeof image === 'string' || image instanceof URL ? String(image) : undefined);

const linesFile = (folder: string): string => join(folder, 'entries.jsonl');
