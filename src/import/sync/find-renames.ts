import type { ObjectStore } from '../../shared/objects/object-store.ts';
import type { Difference } from './difference.ts';

/** Takes the missing and the superfluous images of a partition, and yields each once, renamed or not. */
export type FindRenames = (differences: readonly Difference[]) => AsyncGenerator<Difference, void, void>;

export interface RenameOptions {
  /** The bucket that holds the images of the gallery; undefined where there is none: then nothing is known to be renamed. */
  readonly store: Pick<ObjectStore, 'head'> | undefined;
  /** The key of the object of an image of the gallery. */
  readonly keyOf: (picName: string) => string;
  /** The MD5 of an image that is to be added, in hex; undefined when it cannot be told before the import. */
  readonly digestOf: (image: string) => Promise<string | undefined>;
  readonly signal: AbortSignal | undefined;
}

/** Finds missing images whose bytes a superfluous image of the same product has. */
export const findRenames = ({ store, keyOf, digestOf, signal }: RenameOptions): FindRenames =>
  async function* (differences) {
    for (const ofProduct of grouped(differences)) {
      const superfluous = ofProduct.filter(({ kind }) => kind === 'superfluous');
      const missing = ofProduct.filter(({ kind }) => kind === 'missing');
      if (store === undefined || superfluous.length === 0 || missing.length === 0) {
        yield* ofProduct;
        continue;
      }
      const oldNames = new Map<string, string>();
      for (const { picName } of superfluous) {
        const etag = (await store.head(keyOf(picName), { signal }))?.etag;
        if (etag !== undefined) oldNames.set(etag.toLowerCase(), picName);
      }
      const newNames = new Map<string, string>();
      for (const difference of missing) {
        const digest = oldNames.size === 0 ? undefined : await digestOf(String(difference.entry.image));
        const otherName = digest === undefined ? undefined : oldNames.get(digest.toLowerCase());
        if (otherName === undefined || digest === undefined) yield difference;
        else {
          oldNames.delete(digest.toLowerCase());
          newNames.set(otherName, difference.picName);
          yield { ...difference, kind: 'renamed', otherName };
        }
      }
      for (const difference of superfluous)
        yield { ...difference, otherName: newNames.get(difference.picName) };
    }
  };

function grouped(differences: readonly Difference[]): Iterable<readonly Difference[]> {
  const byProduct = new Map<string, Difference[]>();
  for (const difference of differences) {
    const { productId } = difference.entry;
    const known = byProduct.get(productId);
    if (known === undefined) byProduct.set(productId, [difference]);
    else known.push(difference);
  }
  return byProduct.values();
}
