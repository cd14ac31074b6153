/** A Map holds 16.7 million keys; products go into one of so many Maps by their hash. */
const MAPS = 64;

/**
 * Numbers products from 0, in the order in which they are named first. A product is known by a hash of 53 bits, since ids would
 * take several times the memory. Two products of one hash count as one: they stay together, which does no harm.
 */
export class ProductNumbers {
  readonly #maps = Array.from({ length: MAPS }, () => new Map<number, number>());
  #count = 0;

  /** The number of the product with this id: a new one when it was not named before. */
  numberOf(id: Uint8Array): number {
    const hash = hashOf(id);
    const map = this.#maps[hash % MAPS] as Map<number, number>;
    const known = map.get(hash);
    if (known !== undefined) return known;
    map.set(hash, this.#count);
    return this.#count++;
  }
}

/** Two ways of mixing, so that what is alike in one is not in the other. */
function hashOf(bytes: Uint8Array): number {
  let low = bytes.length;
  let high = ~bytes.length;
  for (let n = 0; n < bytes.length; n++) {
    const byte = bytes[n] as number;
    low = Math.imul(low ^ byte, 0x9e3779b1);
    low ^= low >>> 15;
    high = Math.imul(high + byte, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
}
