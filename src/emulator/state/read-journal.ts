import { createReadStream, existsSync } from 'node:fs';
import { show } from '../../shared/checks.ts';
import { readLines } from '../../shared/lines.ts';
import type { JournalEntry } from './journal-entry.ts';
import { parseJournalLine } from './journal-line.ts';

export interface ReadEntry {
  readonly entry: JournalEntry;
  /** From 1. */
  readonly line: number;
}

/**
 * The entries of a journal, none if there is no file. A last line without its line feed was being written when the
 * process died: nobody was told of it yet, and it is passed over.
 *
 * @throws {RangeError} for a line that is not as it was written
 */
export async function* readJournal(path: string): AsyncGenerator<ReadEntry, void, void> {
  if (!existsSync(path)) return;
  let crc = 0;
  for await (const { bytes, line, ended } of readLines(createReadStream(path), MOST_LINE_BYTES)) {
    if (!ended) return;
    const text = Buffer.from(bytes).toString();
    const parsed = parseJournalLine(text, crc) ?? damaged(path, line, 'it must be as it was written', text);
    crc = parsed.crc;
    yield { entry: parsed.entry, line };
  }
}

/** @throws {RangeError} always */
export function damaged(path: string, line: number, rule: string, value: unknown): never {
  throw new RangeError(
    `Cannot take up the emulator's state from line ${line} of ${path} as ${rule}: current value is ${show(value)}`,
  );
}

const MOST_LINE_BYTES = 64 * 1024 * 1024; // a request of Image Search has 8 MiB, of which JSON may make six times as much
