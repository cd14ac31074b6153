/** A set of whole numbers from 0, at a bit for each number up to the largest. */
export class NumberSet {
  #bits = new Uint8Array(FIRST_ROOM);

  /** Returns whether the number is new to the set. */
  add(number: number): boolean {
    const at = Math.floor(number / 8);
    const bit = 1 << (number % 8);
    if (at >= this.#bits.length) this.#grow(at + 1);
    const held = this.#bits[at] as number;
    this.#bits[at] = held | bit;
    return (held & bit) === 0;
  }

  #grow(least: number): void {
    const bits = new Uint8Array(Math.max(least, this.#bits.length * 2));
    bits.set(this.#bits);
    this.#bits = bits;
  }
}

const FIRST_ROOM = 1_024;
