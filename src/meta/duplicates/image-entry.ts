import type { ImageLine } from '../model/meta-record.ts';
import type { NamedImage } from '../rules/file-rules.ts';
import type { HashWords } from './hash-words.ts';
import { ABSENT, mostWords, packName, unpackName, wordsOf } from './packed-name.ts';

/**
 * What is remembered of a line: 32-bit words in a row.
 *
 * | word | holds |
 * |---|---|
 * | 0 | the hash of the key, or whatever else the entry is sorted with |
 * | 1 | the line's number |
 * | 2 | the lower half of the line's offset |
 * | 3 | the upper half, behind a bit that is set for a DELETE; 8 bits for a note |
 * | 4, 5 | the heads of ProductId and PicName: here the key begins |
 * | 6 … | the words of both names |
 *
 * Equal keys are equal words: the heads come first, so that no character can pass for the border between the names.
 * Where only one entry is meant, it stands at index 0.
 */
const HASH = 0;
export const LINE = 1;
const OFFSET_LOW = 2;
const OFFSET_HIGH = 3;
const PRODUCT = 4;
const PICTURE = 5;
const NAMES = 6;
const KEY = PRODUCT;
const NOTE_SHIFT = 24; // an offset of 53 bits leaves 21 for the upper half
const OFFSET_BITS = 2 ** NOTE_SHIFT - 1;

/** How many words the entry of a line takes at most. */
export const mostEntryWords = ({ productId, picName }: ImageLine): number =>
  NAMES + mostWords(productId) + mostWords(picName);

/** Writes an entry, its hash too, and gives its length. */
export function writeEntry(
  { operationType, productId, picName }: ImageLine,
  line: number,
  offset: number,
  hash: HashWords,
  words: Int32Array,
): number {
  words[LINE] = line;
  words[OFFSET_LOW] = offset;
  words[OFFSET_HIGH] = (Math.floor(offset / 2 ** 32) << 1) | (operationType === 'DELETE' ? 1 : 0);
  const product = packName(productId, words, NAMES);
  const pictureAt = NAMES + wordsOf(product);
  const picture = packName(picName, words, pictureAt);
  words[PRODUCT] = product;
  words[PICTURE] = picture;
  const length = pictureAt + wordsOf(picture);
  words[HASH] = hash(words, KEY, length);
  return length;
}

/** Makes the entry of an image that of its whole product, and gives its length. */
export function widenToProduct(words: Int32Array, hash: HashWords): number {
  words[PICTURE] = ABSENT;
  const length = entryWords(words);
  words[HASH] = hash(words, KEY, length);
  return length;
}

/** A hash of the product alone. */
export const hashOfProduct = (words: Int32Array, hash: HashWords): number =>
  hash(words, NAMES, NAMES + wordsOf(words[PRODUCT] as number));

export const entryWords = (words: Int32Array, at = 0): number =>
  NAMES + wordsOf(words[at + PRODUCT] as number) + wordsOf(words[at + PICTURE] as number);

export const hashOf = (words: Int32Array, at = 0): number => words[at + HASH] as number;

/** One of 256, by the hash. */
export const partitionOf = (words: Int32Array): number => hashOf(words) >>> 24;

export const lineOf = (words: Int32Array, at = 0): number => (words[at + LINE] as number) >>> 0;

export const offsetOf = (words: Int32Array, at = 0): number =>
  (((words[at + OFFSET_HIGH] as number) & OFFSET_BITS) >>> 1) * 2 ** 32 +
  ((words[at + OFFSET_LOW] as number) >>> 0);

export const isDelete = (words: Int32Array, at = 0): boolean =>
  ((words[at + OFFSET_HIGH] as number) & 1) === 1;

/** A number below 256 that goes with an entry; 0 until one is set. */
export const noteOf = (words: Int32Array, at = 0): number =>
  (words[at + OFFSET_HIGH] as number) >>> NOTE_SHIFT;
export function setNote(words: Int32Array, note: number): void {
  words[OFFSET_HIGH] = ((words[OFFSET_HIGH] as number) & OFFSET_BITS) | (note << NOTE_SHIFT);
}

export const isWholeProduct = (words: Int32Array, at = 0): boolean => words[at + PICTURE] === ABSENT;

/** Copies an entry to a place, but for the three words with its line: those become 0. */
export function copyKey(words: Int32Array, at: number, entry: Int32Array, length: number): void {
  words[at + HASH] = entry[HASH] as number;
  words[at + LINE] = words[at + OFFSET_LOW] = words[at + OFFSET_HIGH] = 0;
  for (let index = KEY; index < length; index++) words[at + index] = entry[index] as number;
}

/** Whether the entry at a place has the key of another entry. */
export function hasKey(words: Int32Array, at: number, entry: Int32Array, length: number): boolean {
  for (let index = KEY; index < length; index++) if (words[at + index] !== entry[index]) return false;
  return true;
}

/** The image that an entry names. */
export function imageOf(words: Int32Array, at = 0): NamedImage {
  const product = words[at + PRODUCT] as number;
  const picture = words[at + PICTURE] as number;
  const productId = unpackName(product, words, at + NAMES);
  if (picture === ABSENT) return { productId };
  return { productId, picName: unpackName(picture, words, at + NAMES + wordsOf(product)) };
}
