import { crc32 } from 'node:zlib';
import { show } from '../options/checks.ts';
import { objectInJson } from '../text/parse-json.ts';

/**
 * One line of a journal: a record as JSON, and a CRC-32 checksum that starts from the number of the line. By that number a
 * check of single lines notices lines that were removed, repeated or moved, as well as altered ones.
 *
 * @param line from 1
 */
export const journalLine = (json: string, line: number): string =>
  `${PREFIX}${crc32(json, line)}${MIDDLE}${json}}\n`;

/** The bytes of a line beside its record: the checksum is at most 4,294,967,295. */
export const LINE_OVERHEAD_BYTES = 32;

/** The record of a line without its line feed; undefined when the line was altered. */
export function parseJournalLine(bytes: Uint8Array, line: number): object | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const middle = text.indexOf(MIDDLE);
  const json = text.subarray(middle + MIDDLE.length, -1);
  const isFramed = middle !== -1 && text.at(-1) === CLOSING_BRACE;
  const start = `${PREFIX}${crc32(json, line)}`;
  if (!isFramed || text.toString('latin1', 0, middle) !== start) return undefined;
  return objectInJson(json.toString()); // the caller's error names the line, which helps more than a position in the JSON
}

/** Whether a file that begins with these bytes is a journal, perhaps a damaged one. */
export const looksLikeJournal = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, PREFIX.length)).toString('latin1') === PREFIX;

/** The error for a line after which a journal cannot be continued. `rule` begins with a subject, such as "it must be …". */
export const journalDamage = (path: string, line: number, rule: string, value: unknown): RangeError =>
  new RangeError(
    `Cannot continue from line ${line} of ${path} as ${rule}: current value is ${show(value)}; restore an undamaged copy of the file, or move the file away to start anew`,
  );

const PREFIX = '{"crc":';
const MIDDLE = ',"record":';
const CLOSING_BRACE = 0x7d;
