/** Makes one 32-bit number of the words from `from` up to `to`. */
export type HashWords = (words: Int32Array, from: number, to: number) => number;

/**
 * MurmurHash3 of 32 bits (Austin Appleby, public domain): every bit of the words reaches every bit of the hash.
 *
 * 32 bits are enough, since a hash only says where to look and equal keys are always compared: of the 400,000 keys
 * that a partition of 100 million holds, two in a hundred meet another's hash and cost one comparison more. A second
 * 32-bit number would cost every key more than that.
 */
export const hashWords: HashWords = (words, from, to) => {
  let hash = 0;
  for (let at = from; at < to; at++) {
    const word = Math.imul(words[at] as number, 0xcc9e2d51);
    hash ^= Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= to - from;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};
