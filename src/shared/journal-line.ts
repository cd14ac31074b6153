import { crc32 } from 'node:zlib';
import { show } from './checks.ts';

/**
 * One line of a journal: a record as JSON, and a CRC-32 of it that starts from the line number. So each line can be checked
 * alone, and a line that was changed, removed, repeated or moved is detected.
 *
 * @param line from 1
 */
export const journalLine = (json: string, line: number): string =>
  `${PREFIX}${crc32(json, line)}${MIDDLE}${json}}\n`;

/** Length of a line without its record, in bytes: the checksum is at most 4,294,967,295. */
export const LINE_OVERHEAD_BYTES = 32;

/** Reads a line without its line feed; undefined when the line is not as it was written. */
export function parseJournalLine(bytes: Uint8Array, line: number): object | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const middle = text.indexOf(MIDDLE);
  const json = text.subarray(middle + MIDDLE.length, -1);
  const isFramed = middle !== -1 && text.at(-1) === CLOSING_BRACE;
  const start = `${PREFIX}${crc32(json, line)}`;
  if (!isFramed || text.toString('latin1', 0, middle) !== start) return undefined;
  try {
    const record: unknown = JSON.parse(json.toString());
    return typeof record === 'object' && record !== null ? record : undefined;
  } catch {
    return undefined; // the caller's error names the line, which says more than a position in its JSON
  }
}

/** Whether a file that begins with these bytes is a journal, which may be damaged. */
export const looksLikeJournal = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, PREFIX.length)).toString('latin1') === PREFIX;

/** The error for a line that cannot be read. `rule` begins with its subject, such as "it must be …". */
export const journalDamage = (path: string, line: number, rule: string, value: unknown): RangeError =>
  new RangeError(
    `Cannot read line ${line} of ${path} as ${rule}: current value is ${show(value)}; restore an undamaged copy of the file, or move it away to begin with an empty one`,
  );

const PREFIX = '{"crc":';
const MIDDLE = ',"record":';
const CLOSING_BRACE = 0x7d;
