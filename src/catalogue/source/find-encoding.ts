import { isAscii } from 'node:buffer';
import { decodesAs } from '../model/decodes-as.ts';
import type { CatalogueEncoding } from '../model/raw-row.ts';
import { firstFault } from './first-fault.ts';

/** What the first bytes of a text say of its encoding. */
export interface FoundEncoding {
  readonly encoding: CatalogueEncoding;
  /** Whether UTF-8 is only a guess so far, as every byte is ASCII and `auto` may still find GB18030. */
  readonly isOpen: boolean;
  /** What was guessed, or what is wrong, for the user. */
  readonly notes: readonly string[];
}

/**
 * The encoding of a text: by its byte order mark, else as it was given, else UTF-16 where the NUL bytes of ASCII characters
 * tell, else UTF-8. With `auto` also GB18030, for a text that is not UTF-8 and decodes as GB18030 without a fault.
 *
 * @param head the first bytes
 * @param isWhole whether they are all bytes: else the last character may be cut
 */
export function findEncoding(
  head: Uint8Array,
  isWhole: boolean,
  given: CatalogueEncoding | 'auto' | undefined,
): FoundEncoding {
  const marked = markedEncoding(head);
  if (marked !== undefined) {
    const isOther = given !== undefined && given !== 'auto' && given !== marked;
    return found(marked, isOther ? [`The byte order mark says ${marked}, and counts before ${given}`] : []);
  }
  if (given !== undefined && given !== 'auto') return found(given);
  const unmarked = utf16Of(head);
  if (unmarked !== undefined)
    return found(unmarked, [`Read as ${unmarked} without a byte order mark: every other byte is 0`]);
  if (decodesAs('utf-8', head, isWhole))
    return { encoding: 'utf-8', isOpen: given === 'auto' && isAscii(head), notes: [] };
  if (!looksLikeGb18030(head, isWhole)) return found('utf-8', [notUtf8(head, OTHERWISE)]);
  return given === 'auto'
    ? found('gb18030', ['Read as GB18030: it is not UTF-8 and decodes as GB18030 without a fault'])
    : found('utf-8', [notUtf8(head, AS_GB18030)]);
}

const found = (encoding: CatalogueEncoding, notes: readonly string[] = []): FoundEncoding => ({
  encoding,
  isOpen: false,
  notes,
});

const OTHERWISE = 'save the file as UTF-8; in Excel: CSV UTF-8';
const AS_GB18030 =
  "it decodes as GB18030: if it is that, read it with encoding: 'gb18030' or --encoding gb18030; else save it as UTF-8";

function notUtf8(head: Uint8Array, advice: string): string {
  const { byte, line } = firstFault(head);
  return `The file is not UTF-8 (byte 0x${byte.toString(16).toUpperCase()} in line ${line}): ${advice}`;
}

function markedEncoding([first, second, third]: Uint8Array): CatalogueEncoding | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined;
}

const SAMPLE_BYTES = 4096;

/** UTF-16 by its ASCII characters, digits and separators at least: one of their two bytes is 0. A UTF-8 text has none. */
function utf16Of(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(head.length, SAMPLE_BYTES) & ~1;
  const zeros = [0, 0];
  for (let at = 0; at < length; at++) {
    if (head[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  }
  const [atEven = 0, atOdd = 0] = zeros;
  const least = length / 2 / LEAST_SHARE;
  if (atOdd >= least && atOdd > atEven * FACTOR) return 'utf-16le';
  return atEven >= least && atEven > atOdd * FACTOR ? 'utf-16be' : undefined;
}

/** One character of eight is ASCII, and four times as many zeros stand on one side as on the other. */
const [LEAST_SHARE, FACTOR] = [8, 4];

const [LEAD, ASCII_END] = [0x81, 0x80];

/**
 * Whether a text may be GB18030: it decodes, and most of its characters have no ASCII byte, as in every common one. In Latin-1
 * a letter of ASCII follows most letters with an accent.
 */
export function looksLikeGb18030(bytes: Uint8Array, isWhole: boolean): boolean {
  if (!decodesAs('gb18030', bytes, isWhole)) return false;
  let [common, rare] = [0, 0];
  for (let at = 0; at + 1 < bytes.length; at++) {
    if ((bytes[at] ?? 0) < LEAD) continue;
    at += 1;
    if ((bytes[at] ?? 0) >= ASCII_END) common += 1;
    else rare += 1;
  }
  return common > rare;
}
