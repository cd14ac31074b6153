import type { DuplicateCode } from '../rules/file-rules.ts';
import { isDelete, LINE, lineOf } from './image-entry.ts';

/**
 * What a group keeps of its lines: the first that adds, the first and the last that delete; 0 is none. They take the
 * place of the line, so that a group is no longer than an entry.
 */
const FIRST_ADD = LINE;
const FIRST_DELETE = LINE + 1;
const LAST_DELETE = LINE + 2;

/** What a line breaks together with another line of its group. */
interface GroupFinding {
  readonly code: DuplicateCode;
  readonly otherLine: number;
}

/** What a line of a group breaks, once all lines of the group are counted. */
export type GroupRule = (words: Int32Array, at: number, entry: Int32Array) => GroupFinding | undefined;

/** Counts a line of the group at a place, in whatever order lines come. True when the group had a line before. */
export function countLine(words: Int32Array, at: number, entry: Int32Array): boolean {
  const isRepeated = words[at + FIRST_ADD] !== 0 || words[at + FIRST_DELETE] !== 0;
  const { firstAdd, firstDelete, lastDelete } = linesOf(words, at);
  const line = lineOf(entry);
  if (isDelete(entry)) {
    if (firstDelete === 0 || line < firstDelete) words[at + FIRST_DELETE] = line;
    if (line > lastDelete) words[at + LAST_DELETE] = line;
  } else if (firstAdd === 0 || line < firstAdd) words[at + FIRST_ADD] = line;
  return isRepeated;
}

/** Of the lines that name one image, or delete one product as a whole. */
export const ruleOfImage: GroupRule = (words, at, entry) => {
  const { firstAdd, firstDelete, lastDelete } = linesOf(words, at);
  const line = lineOf(entry);
  if (isDelete(entry)) {
    if (firstAdd !== 0)
      return {
        code: lastDelete > firstAdd ? 'META_ADD_AND_DELETE' : 'META_DELETE_BEFORE_ADD',
        otherLine: firstAdd,
      };
    return firstDelete < line ? { code: 'META_DELETE_TWICE', otherLine: firstDelete } : undefined;
  }
  if (lastDelete > firstAdd) return { code: 'META_ADD_AND_DELETE', otherLine: lastDelete };
  return firstAdd < line ? { code: 'META_DUPLICATE', otherLine: firstAdd } : undefined;
};

/** Of the lines that delete one product as a whole, and those that add images to it. */
export const ruleOfProduct: GroupRule = (words, at, entry) => {
  const { firstAdd, lastDelete } = linesOf(words, at);
  if (firstAdd === 0 || lastDelete === 0) return undefined;
  return {
    code: lastDelete > firstAdd ? 'META_ADD_AND_DELETE_PRODUCT' : 'META_PRODUCT_REPLACED',
    otherLine: isDelete(entry) ? firstAdd : lastDelete,
  };
};

const linesOf = (words: Int32Array, at: number) => ({
  firstAdd: (words[at + FIRST_ADD] as number) >>> 0,
  firstDelete: (words[at + FIRST_DELETE] as number) >>> 0,
  lastDelete: (words[at + LAST_DELETE] as number) >>> 0,
});
