import { byUtf8 } from './utf8-order.ts';

/** A set of keys that is always in order, so that a page of a listing costs no sorting. */
export class SortedKeys {
  readonly #keys: string[] = [];

  add(key: string): void {
    const at = this.#firstNotBefore(key);
    if (this.#keys[at] !== key) this.#keys.splice(at, 0, key);
  }

  delete(key: string): void {
    const at = this.#firstNotBefore(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  clear(): void {
    this.#keys.length = 0;
  }

  /** The keys from `least` on, `least` included. */
  *from(least: string): Generator<string, void, void> {
    for (let i = this.#firstNotBefore(least); ; i++) {
      const key = this.#keys[i];
      if (key === undefined) return;
      yield key;
    }
  }

  #firstNotBefore(key: string): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byUtf8(this.#keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
