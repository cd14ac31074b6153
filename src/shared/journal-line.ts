import { crc32 } from 'node:zlib';
import { show } from './checks.ts';

/**
 * One line of a journal: a record as JSON and its checksum, a CRC-32 that begins with the number of the line. Each line is
 * checked for itself, and one that was altered, left out, repeated or moved is noticed all the same.
 *
 * @param line from 1
 */
export const journalLine = (json: string, line: number): string =>
  `${PREFIX}${crc32(json, line)}${MIDDLE}${json}}\n`;

/** What a line has beside its record, in bytes: the checksum is at most 4,294,967,295. */
export const LINE_OVERHEAD_BYTES = 32;

/** The record of a line, without its line feed; undefined when the line is not as it was written. */
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
    return undefined; // the caller names the line, which says more than the place in its JSON
  }
}

/** Whether a file that begins with these bytes is a journal, perhaps a damaged one. */
export const looksLikeJournal = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, PREFIX.length)).toString('latin1') === PREFIX;

/** What to throw for a line that cannot be gone on from. `rule` begins with its subject, such as "it must be …". */
export const journalDamage = (path: string, line: number, rule: string, value: unknown): RangeError =>
  new RangeError(
    `Cannot go on from line ${line} of ${path} as ${rule}: current value is ${show(value)}; put back a copy of the file that is whole, or move it away to begin anew`,
  );

const PREFIX = '{"crc":';
const MIDDLE = ',"record":';
const CLOSING_BRACE = 0x7d;
