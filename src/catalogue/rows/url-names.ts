import { createHash } from 'node:crypto';

const FIRST_ROOM = 1_024;

/**
 * The names of a reading's URLs. A name that another URL has already gets a digest of its own URL. Names are not kept, but two
 * hashes of 53 bits for each, of the name and of its URL: with the free places, 64 bytes at most.
 */
export class UrlNames {
  /** Open addressing; 0 is free. At most half is filled, and once it has grown at least a quarter. */
  #names = new Float64Array(FIRST_ROOM);
  #urls = new Float64Array(FIRST_ROOM);
  #count = 0;

  /** The name to use for a URL, and whether another URL has the one that was wished. */
  nameFor(url: string, name: string): { readonly name: string; readonly isTaken: boolean } {
    if (this.#count * 2 >= this.#names.length) this.#grow();
    const nameHash = hash(name);
    const urlHash = hash(url);
    const at = placeOf(nameHash, this.#names);
    if (this.#names[at] === 0) {
      this.#names[at] = nameHash;
      this.#urls[at] = urlHash;
      this.#count += 1;
      return { name, isTaken: false };
    }
    if (this.#urls[at] === urlHash) return { name, isTaken: false };
    const digest = createHash('sha256').update(url).digest('hex').slice(0, 12);
    return { name: name.replace(/(\.[^./]*)?$/, `-${digest}$1`), isTaken: true };
  }

  #grow(): void {
    const names = new Float64Array(this.#names.length * 2);
    const urls = new Float64Array(names.length);
    for (const [at, name] of this.#names.entries()) {
      if (name === 0) continue;
      const place = placeOf(name, names);
      names[place] = name;
      urls[place] = this.#urls[at] as number;
    }
    this.#names = names;
    this.#urls = urls;
  }
}

function placeOf(name: number, names: Float64Array): number {
  let at = name % names.length;
  while (names[at] !== 0 && names[at] !== name) at = (at + 1) % names.length;
  return at;
}

/** 53 bits of a text, never 0. */
function hash(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0) || 1;
}
