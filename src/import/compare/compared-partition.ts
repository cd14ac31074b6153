import { nameBeforeRepair } from '../repaired-name.ts';
import { ComparedImage } from './compared-image.ts';
import { endOfPart, isOfNames, keyOf, textOf, toBytes } from './compared-line.ts';

/** Stands for an image that was compared, or that only the gallery has. */
const SEEN = null;

/** The images of both sides whose products are in one partition. Lines and keys have a character for each byte of UTF-8. */
export class ComparedPartition<Ref> {
  /** The lines of expected images, by what tells them apart. */
  readonly #images = new Map<string, string | typeof SEEN>();
  readonly #deletedProducts = new Set<string>();

  /** How often an image of the gallery's side came again. */
  heldAgain = 0;

  /** @param onReplaced called for an expectation that a later one takes the place of */
  constructor(expected: Iterable<string>, onReplaced: () => void = () => {}) {
    const deletions = new Set<string>();
    for (const line of linesOf(expected)) {
      const key = line.slice(0, endOfPart(line));
      const isAgain = this.#images.delete(key);
      if (isOfNames(line, key.length) && namesOf(key).length === 1) deletions.add(key);
      else if (isAgain) onReplaced();
      this.#images.set(key, line);
    }
    if (deletions.size > 0) this.#takeDeletions(deletions, onReplaced);
  }

  /** Each image once. To be called once. */
  *comparedWith(held: Iterable<string>): Generator<ComparedImage<Ref>, void, void> {
    const images = this.#images;
    const repaired: string[] = [];
    for (const line of linesOf(held)) {
      const key = line.slice(0, endOfPart(line));
      const expected = images.get(key);
      if (expected === SEEN) {
        this.heldAgain += 1;
        continue;
      }
      images.set(key, SEEN);
      if (expected !== undefined) yield new ComparedImage<Ref>(expected, line);
      else if (keyBeforeRepair(key) !== undefined) repaired.push(line);
      else yield this.#unexpected(key, line);
    }
    for (const line of repaired) {
      const key = line.slice(0, endOfPart(line));
      const before = keyBeforeRepair(key) ?? key;
      const expected = images.get(before);
      if (typeof expected === 'string') {
        images.set(before, SEEN);
        yield new ComparedImage<Ref>(expected, line);
      } else yield this.#unexpected(key, line);
    }
    for (const expected of images.values())
      if (expected !== SEEN) yield new ComparedImage<Ref>(expected, undefined);
  }

  /** Takes away the expectations before the deletion of their whole product, in time that grows as their number does. */
  #takeDeletions(deletions: ReadonlySet<string>, onReplaced: () => void): void {
    for (const key of [...this.#images.keys()].reverse()) {
      const [product = ''] = namesOf(key);
      if (deletions.has(key)) this.#deletedProducts.add(product);
      else if (!this.#deletedProducts.has(product)) continue;
      else onReplaced();
      this.#images.delete(key);
    }
  }

  #unexpected(key: string, line: string): ComparedImage<Ref> {
    const isOfDeleted = this.#deletedProducts.size > 0 && this.#deletedProducts.has(namesOf(key)[0] ?? '');
    return new ComparedImage<Ref>(undefined, line, isOfDeleted);
  }
}

/** The product alone, for one that is deleted as a whole. */
const namesOf = (key: string): readonly [string, string?] => JSON.parse(key);

/** Undefined for an image whose name is none that a repair has given. */
function keyBeforeRepair(key: string): string | undefined {
  const [productId, picName = ''] = namesOf(textOf(key));
  const before = nameBeforeRepair(picName);
  return before === undefined ? undefined : toBytes(keyOf(productId, before));
}

function* linesOf(texts: Iterable<string>): Generator<string, void, void> {
  for (const text of texts) {
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf('\n', start);
      yield text.slice(start, end);
      start = end + 1;
    }
  }
}
