import { createReadStream } from 'node:fs';
import { abortable } from './abortable.ts';
import { journalDamage, parseJournalLine } from './journal-line.ts';
import { readLines } from './lines.ts';

/** What the first line of a journal says. */
export interface JournalHead {
  /** The kind of the records. */
  readonly journal: string;
  readonly version: number;
}

export interface ReadRecord {
  readonly record: object;
  /** From 1, which is the head's. */
  readonly line: number;
  /** Length of the file up to the end of this line, in bytes. */
  readonly bytes: number;
}

/**
 * The records of a journal that is there, its head first, as they are read. A last line without its line feed was being
 * written when its process ended: nobody was told of it yet, and it is left out.
 *
 * @throws {RangeError} that names file and line, for any other damage, and for a journal of another kind or version
 */
export async function* readJournal(
  path: string,
  head: JournalHead,
  maxLineBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadRecord, void, void> {
  signal?.throwIfAborted(); // a stream that nobody reads would open the file all the same
  let lines = 0;
  const chunks = abortable(createReadStream(path), signal);
  for await (const { bytes, line, offset, cut, ended } of readLines(chunks, maxLineBytes)) {
    if (!ended) {
      // A torn line is the beginning of one: a whole line with something else in place of its line feed was altered.
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
