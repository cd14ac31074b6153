import type { CatalogueEntry } from '../../../src/index.ts';
import { type Entry, entryOf } from './sync-bed.ts';

/** What a gallery holds before, what a catalogue wants, and the products of the images that are equal. */
export interface SeededPair {
  readonly before: readonly Entry[];
  readonly wanted: readonly Entry[];
  readonly equal: ReadonlySet<string>;
}

/** By the random number: what is different about an image. The first ones are the most frequent. */
const KINDS = [
  'equal',
  'equal',
  'equal',
  'missing',
  'superfluous',
  'attribute',
  'emptied',
  'category',
  'renamed',
] as const;

/** A pair with every kind of difference, the same for the same numbers. */
export function seededPair(products: number, random: () => number): SeededPair {
  const before: Entry[] = [];
  const wanted: Entry[] = [];
  const equal = new Set<string>();
  for (let n = 0; n < products; n++) {
    const old = entryOf(n);
    const changed = (more: Partial<CatalogueEntry>) => entryOf(n, 1, more);
    const kind = KINDS[Math.floor(random() * KINDS.length)] ?? 'equal';
    if (kind !== 'missing') before.push(old);
    if (kind === 'equal' || kind === 'missing') wanted.push(old);
    if (kind === 'equal') equal.add(old.productId);
    if (kind === 'attribute') wanted.push(entryOf(n, 2));
    if (kind === 'emptied') wanted.push(changed({ intAttr: undefined }));
    if (kind === 'category') wanted.push(changed({ categoryId: 4 }));
    if (kind === 'renamed') wanted.push(changed({ picName: `new-${n}.png` }));
  }
  return { before, wanted, equal };
}
