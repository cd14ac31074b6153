import { createReadStream } from 'node:fs';
import { abortable } from './abortable.ts';
import { journalDamage, parseJournalLine } from './journal-line.ts';
import { readLines } from './lines.ts';

/** The first line of a journal. */
export interface JournalHead {
  /** The kind of the records. */
  readonly journal: string;
  readonly version: number;
}

export interface ReadRecord {
  readonly record: object;
  /** From 1, which is the head. */
  readonly line: number;
  /** Length of the file up to the end of this line, in bytes. */
  readonly bytes: number;
}

/**
 * Yields the records of a journal that exists, its head first. A last line without a line feed is left out: it was being written
 * when the process ended, so its append had not resolved.
 *
 * @throws {RangeError} that names file and line, for any other damage, and for a journal of another kind or version
 */
export async function* readJournal(
  path: string,
  head: JournalHead,
  maxLineBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadRecord, void, void> {
  signal?.throwIfAborted(); // createReadStream opens the file even when the stream is never read
  let lines = 0;
  const chunks = abortable(createReadStream(path), signal);
  for await (const { bytes, line, offset, cut, ended } of readLines(chunks, maxLineBytes)) {
    if (!ended) {
      // An interrupted write leaves the beginning of a line. A complete line with another byte for its line feed was changed.
      if (bytes.length > 0 && parseJournalLine(bytes.subarray(0, -1), line) !== undefined)
        throw journalDamage(path, line, 'it must end with a line feed', textOf(bytes));
      break;
    }
    const record = cut ? undefined : parseJournalLine(bytes, line);
    if (record === undefined) {
      throw journalDamage(path, line, 'it must be as it was written', textOf(bytes));
    }
    if (line === 1) checkHead(path, record, head);
    yield { record, line, bytes: offset + bytes.length + 1 };
    lines = line;
  }
  if (lines === 0) throw journalDamage(path, 1, 'it must be the head of the journal, whole', '');
}

function checkHead(path: string, record: object, head: JournalHead): void {
  const { journal, version } = record as Partial<JournalHead>;
  if (journal !== head.journal)
    throw journalDamage(path, 1, `the journal must be of kind ${head.journal}`, journal);
  if (version !== head.version)
    throw journalDamage(path, 1, `the version of the journal must be ${head.version}`, version);
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString();

/** Enough for a message. */
const SHOWN_BYTES = 200;
