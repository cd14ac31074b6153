import { copyKey, hashOf, hasKey } from './image-entry.ts';

/**
 * The groups of one partition: the lines that have one key. Of each group the key is kept, with its hash and three words
 * for whoever counts its lines (`group-lines.ts`); a table finds it by the hash.
 */
export class LineGroups {
  #words: Int32Array = new Int32Array(1_024);
  #end = 0;
  /** Open addressing, two words a slot: the hash, and the entry's index + 1; 0 is a free slot. */
  #slots = new Int32Array(2 * 64);
  #count = 0;

  /** What is kept, at the indexes that were given; another array after the next `groupOf`. */
  get words(): Int32Array {
    return this.#words;
  }

  clear(): void {
    this.#end = 0;
    this.#count = 0;
    this.#slots.fill(0);
  }

  /** The index of the group that an entry belongs to: a new one where no entry before had its key. */
  groupOf(entry: Int32Array, length: number): number {
    const slot = this.#slotOf(entry, length);
    const found = (this.#slots[slot + 1] as number) - 1;
    return found === -1 ? this.#open(entry, length, slot) : found;
  }

  #open(entry: Int32Array, length: number, slot: number): number {
    const start = this.#end;
    if (start + length > this.#words.length) this.#makeRoom(length);
    copyKey(this.#words, start, entry, length);
    this.#end = start + length;
    this.#slots[slot] = hashOf(entry);
    this.#slots[slot + 1] = start + 1;
    this.#count += 1;
    if (4 * this.#count > this.#slots.length) this.#addSlots(); // half full
    return start;
  }

  /** The slot of an equal key, or the free one where it belongs. */
  #slotOf(entry: Int32Array, length: number): number {
    const slots = this.#slots;
    const hash = hashOf(entry);
    const mask = slots.length - 1;
    for (let slot = (2 * hash) & mask; ; slot = (slot + 2) & mask) {
      const at = (slots[slot + 1] as number) - 1;
      if (at === -1 || (slots[slot] === hash && hasKey(this.#words, at, entry, length))) return slot;
    }
  }

  #makeRoom(length: number): void {
    const wider = new Int32Array(Math.max(this.#end + length, Math.floor(this.#words.length * 1.5)));
    wider.set(this.#words.subarray(0, this.#end));
    this.#words = wider;
  }

  #addSlots(): void {
    const old = this.#slots;
    const slots = new Int32Array(2 * old.length);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from + 1] === 0) continue;
      let slot = (2 * (old[from] as number)) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = old[from] as number;
      slots[slot + 1] = old[from + 1] as number;
    }
    this.#slots = slots;
  }
}
