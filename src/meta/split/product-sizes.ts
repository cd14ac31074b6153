const FIRST_ROOM = 1_024;

/**
 * How many lines and bytes each product has, found by a hash of its id of 64 bits. Two products of one hash count as one:
 * they stay together, which does no harm. Numbers in a row: about thirty bytes for each product.
 */
export class ProductSizes {
  #count = 0;
  /** Places of products, plus 1, at their hash: twice as many as there is room for products, so that ways are short. */
  #slots = new Int32Array(2 * FIRST_ROOM);
  #low = new Int32Array(FIRST_ROOM);
  #high = new Int32Array(FIRST_ROOM);
  #lines = new Uint32Array(FIRST_ROOM);
  #bytes = new Float64Array(FIRST_ROOM);

  /** Products have places from 0, in the order in which they are named first. */
  get count(): number {
    return this.#count;
  }

  lines(product: number): number {
    return this.#lines[product] as number;
  }

  bytes(product: number): number {
    return this.#bytes[product] as number;
  }

  /** Counts a line of a product. */
  add(product: number, lineBytes: number): void {
    this.#lines[product] = this.lines(product) + 1;
    this.#bytes[product] = this.bytes(product) + lineBytes;
  }

  /** The place of the product with this id; a new one when it was not named before. */
  placeOf(id: Uint8Array): number {
    if (this.#count === this.#lines.length) this.#grow();
    const { low, high } = hashOf(id);
    const mask = this.#slots.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const product = (this.#slots[slot] as number) - 1;
      if (product === -1) {
        this.#low[this.#count] = low;
        this.#high[this.#count] = high;
        this.#count += 1;
        this.#slots[slot] = this.#count;
        return this.#count - 1;
      }
      if (this.#low[product] === low && this.#high[product] === high) return product;
    }
  }

  #grow(): void {
    const room = 2 * this.#lines.length;
    const [low, high, lines, bytes] = [this.#low, this.#high, this.#lines, this.#bytes];
    this.#low = new Int32Array(room);
    this.#high = new Int32Array(room);
    this.#lines = new Uint32Array(room);
    this.#bytes = new Float64Array(room);
    this.#low.set(low);
    this.#high.set(high);
    this.#lines.set(lines);
    this.#bytes.set(bytes);
    this.#slots = new Int32Array(2 * room);
    const mask = this.#slots.length - 1;
    for (const [product, hash] of low.entries()) {
      let slot = hash & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = product + 1;
    }
  }
}

/** Two ways of mixing, so that what is alike in one is not in the other. */
function hashOf(bytes: Uint8Array): { readonly low: number; readonly high: number } {
  let low = bytes.length;
  let high = ~bytes.length;
  for (let n = 0; n < bytes.length; n++) {
    const byte = bytes[n] as number;
    low = Math.imul(low ^ byte, 0x9e3779b1);
    low ^= low >>> 15;
    high = Math.imul(high + byte, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return { low: Math.imul(low, 0xc2b2ae35) ^ (low >>> 16), high };
}
