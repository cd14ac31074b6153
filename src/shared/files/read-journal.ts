import { createReadStream } from 'node:fs';
import { abortable } from '../async/abortable.ts';
import { show } from '../options/checks.ts';
import { readLines } from '../text/lines.ts';
import { journalDamage, parseJournalLine } from './journal-line.ts';

/** The first line of a journal. */
export interface JournalHead {
  /** The kind of the records. */
  readonly journal: string;
  readonly version: number;
}

export interface ReadRecord {
  readonly record: object;
  /** From 1; line 1 is the head. */
  readonly line: number;
  /** The length of the file up to the end of this line, in bytes. */
  readonly bytes: number;
}

/**
 * Yields the records of an existing journal while it is read, the head first. A last line without a line feed was being
 * written when the process ended. Its append never succeeded, so the line is left out.
 *
 * @throws {RangeError} that names file and line, for other damage, and for a journal of another kind or version
 */
export async function* readJournal(
  path: string,
  head: JournalHead,
  maxLineBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadRecord, void, void> {
  signal?.throwIfAborted(); // before the stream is made, since that opens the file
  let lines = 0;
  const chunks = abortable(createReadStream(path), signal);
  for await (const { bytes, line, offset, cut, ended } of readLines(chunks, maxLineBytes)) {
    if (!ended) {
      // A line that was partly written ends early. A whole line with another byte instead of the line feed was altered.
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

/**
 * The kind of an existing journal, by its first line.
 *
 * @throws {RangeError} that names the file, when that line is no head
 */
export async function journalKind(path: string, signal: AbortSignal | undefined): Promise<string> {
  signal?.throwIfAborted();
  for await (const { bytes } of readLines(abortable(createReadStream(path), signal), LONGEST_HEAD)) {
    const { journal } = (parseJournalLine(bytes, 1) ?? {}) as Partial<JournalHead>;
    if (typeof journal === 'string') return journal;
    break;
  }
  throw journalDamage(path, 1, 'it must be the head of the journal, whole', '');
}

const LONGEST_HEAD = 1_000;

function checkHead(path: string, record: object, head: JournalHead): void {
  const { journal, version } = record as Partial<JournalHead>;
  if (typeof journal === 'string' && journal !== head.journal)
    throw new RangeError(
      `Cannot use ${show(path, LONGEST_PATH)} for ${withArticle(head.journal)} as it is the state of ${withArticle(journal)}: name another folder`,
    );
  if (journal !== head.journal)
    throw journalDamage(path, 1, `the journal must be of kind ${head.journal}`, journal);
  if (version !== head.version)
    throw journalDamage(path, 1, `the version of the journal must be ${head.version}`, version);
}

const withArticle = (kind: string): string => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;

const LONGEST_PATH = 1_000;

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString();

/** How much of a line a message shows. */
const SHOWN_BYTES = 200;
