import { LINE_FEED } from '../../shared/lines.ts';
import type { MetaRecord } from '../model/meta-record.ts';
import type { LineReader, ParsedLine } from '../read/line-reader.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import { BatchBuilder } from './fix-batch.ts';
import { fixNote, type MetaFixNote } from './fix-note.ts';
import { fixObject } from './fix-object.ts';
import { type LineFate, noCounts } from './fix-tally.ts';
import { errorsOf } from './left-out.ts';
import type { LineAccount } from './line-account.ts';
import type { LineObject } from './line-object.ts';
import type { LinePart } from './line-part.ts';
import { tellPlace } from './source-place.ts';

const FEED = Uint8Array.of(LINE_FEED);

/** Writes lines and tells what became of those of the source; counts both. */
export class LineWriter {
  readonly batch = new BatchBuilder();
  readonly counts = noCounts();
  /** What the source was in before it became UTF-8. */
  encoding = 'utf-8';
  readonly maxLineBytes: number;
  readonly #reader: LineReader;

  constructor(reader: LineReader, maxLineBytes: number) {
    this.#reader = reader;
    this.maxLineBytes = maxLineBytes;
  }

  /** A whole line of the source, as `lint` reads it. */
  read(part: LinePart): ParsedLine {
    return this.#reader.read({ ...part, cut: false });
  }

  /** Writes lines of the source as they are. @param bytes with their line feeds */
  keepLines(bytes: Uint8Array, adds: number, deletes: number): void {
    this.batch.writeBytes(bytes);
    this.counts.kept += adds + deletes;
    this.counts.written += adds + deletes;
    this.counts.adds += adds;
    this.counts.deletes += deletes;
  }

  /** The same for one line, without its line feed. */
  keepLine(bytes: Uint8Array, { operationType }: MetaRecord): void {
    this.batch.writeBytes(bytes);
    this.keepLines(FEED, operationType === 'ADD' ? 1 : 0, operationType === 'DELETE' ? 1 : 0);
  }

  writeLine(text: string, { operationType }: MetaRecord, line: LineAccount): void {
    this.batch.writeLine(text);
    this.counts.written += 1;
    this.counts[operationType === 'ADD' ? 'adds' : 'deletes'] += 1;
    line.written += 1;
  }

  /**
   * Writes the lines that an object was meant to be, or tells why not.
   *
   * @param line the one that the object begins in
   * @param whole its text, if the object stands alone in it
   * @returns what became of the further lines that the object stands in
   */
  writeObject(object: LineObject, line: LineAccount, whole: string | undefined): 'joined' | 'leftOut' {
    let fate: 'joined' | 'leftOut' = 'joined';
    for (const { record, text, repairs, issues } of fixObject(
      object,
      whole,
      this.#readText,
      this.maxLineBytes,
    )) {
      if (record === undefined) {
        this.#tellErrors(line, issues);
        fate = 'leftOut';
        continue;
      }
      for (const { fixes, message, place, field } of repairs)
        this.tell(fixNote(fixes, message, tellPlace(place), field));
      this.writeLine(text, record, line);
      if (repairs.length > 0 || text !== whole) line.isChanged = true;
    }
    line.objects += 1;
    return fate;
  }

  /**
   * Tells why a line is left out, or the rest of it: what `lint` tells of the line, if nothing of it was written.
   *
   * @param whole the line, if it is there as a whole
   */
  tellLeftOut(line: LineAccount, whole: LinePart | undefined, issue: MetaLineIssue): void {
    const isUntouched = line.written === 0 && line.tail === undefined;
    const errors = isUntouched && whole !== undefined ? errorsOf(whole, this.#reader, this.encoding) : [];
    this.#tellErrors(line, errors.length > 0 ? errors : [issue]);
  }

  /** Nothing more will become of a line. */
  settle(line: LineAccount): void {
    for (const note of line.notes) this.tell(note);
    this.count(line.fate, 1);
  }

  count(fate: LineFate, lines: number): void {
    this.counts[fate] += lines;
  }

  tell(note: MetaFixNote | MetaLineIssue): void {
    this.batch.tell(note);
    if (note.severity === 'error') this.counts.errors += 1;
  }

  #tellErrors(line: LineAccount, issues: readonly MetaLineIssue[]): void {
    line.hasErrors = true;
    for (const issue of issues) this.tell(issue);
  }

  /** A line that may be written, as `lint` would read it. */
  readonly #readText = (text: string): ParsedLine => {
    const bytes = new TextEncoder().encode(text);
    const cut = bytes.length > this.maxLineBytes;
    return this.#reader.read({
      bytes: bytes.subarray(0, this.maxLineBytes),
      line: 1,
      offset: 0,
      cut,
      ended: true,
    });
  };
}
