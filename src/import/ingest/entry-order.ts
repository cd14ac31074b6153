import { keyOf } from '../compare/compared-line.ts';
import { picNameIn, type StoredEntry } from './stored-entry.ts';

/** What an entry concerns: an image of a product, or the product as a whole. */
export class Concern {
  readonly product: string;
  /** Undefined for the whole product. */
  readonly image: string | undefined;

  /** @param folder that of increment.meta in the bucket */
  constructor(entry: StoredEntry, folder: string) {
    const name = picNameIn(entry, folder);
    this.product = String(entry.productId);
    this.image = name === undefined ? undefined : keyOf(this.product, String(name));
  }
}

/** Entries that are on their way into a batch. Of those that concern one image, a later one waits for an earlier one. */
export class EntryOrder {
  readonly #underway = new Map<string, Map<Promise<unknown>, Concern>>();

  /**
   * Begins to take an entry, at once.
   *
   * @param take gets what it must wait for before it writes the entry down; that never rejects
   */
  begin<T>(concern: Concern, take: (earlier: Promise<unknown>) => Promise<T>): Promise<T> {
    const { product, image } = concern;
    const ofProduct = this.#underway.get(product) ?? new Map<Promise<unknown>, Concern>();
    const earlier = [...ofProduct].filter(
      ([, other]) => image === undefined || other.image === undefined || image === other.image,
    );
    const taken = take(Promise.all(earlier.map(([one]) => one)));
    const over: Promise<unknown> = taken.then(
      () => this.#end(product, over),
      () => this.#end(product, over), // whoever has added the entry learns of it
    );
    this.#underway.set(product, ofProduct.set(over, concern));
    return taken;
  }

  /** Resolves when each entry that is underway now is written down or has its outcome. */
  async arrived(): Promise<void> {
    await Promise.all([...this.#underway.values()].flatMap((ofProduct) => [...ofProduct.keys()]));
  }

  #end(product: string, over: Promise<unknown>): void {
    const ofProduct = this.#underway.get(product);
    ofProduct?.delete(over);
    if (ofProduct?.size === 0) this.#underway.delete(product);
  }
}
