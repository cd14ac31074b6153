import { crc32 } from 'node:zlib';
import type { JournalEntry } from './journal-entry.ts';

/**
 * An entry as a line, without its line feed. The checksum goes over this entry and all before it: a line that was
 * altered, left out or moved is noticed.
 */
export function journalLine(
  entry: JournalEntry,
  before: number,
): { readonly text: string; readonly crc: number } {
  const json = JSON.stringify(entry);
  const crc = crc32(json, before);
  return { text: `{"crc":${crc},"entry":${json}}`, crc };
}

/** Undefined for a line that is not as it was written. */
export function parseJournalLine(
  text: string,
  before: number,
): { readonly entry: JournalEntry; readonly crc: number } | undefined {
  const [, sum, json = ''] = /^\{"crc":(\d+),"entry":(.*)\}$/.exec(text) ?? [];
  const crc = crc32(json, before);
  return sum === String(crc) ? { entry: JSON.parse(json), crc } : undefined;
}
