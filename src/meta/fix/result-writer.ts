import { LINE_FEED } from '../../shared/text/lines.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import type { FixedLine } from './fix-object.ts';
import { fixNote, type MetaFixBatch, type MetaFixNote, noCounts } from './fix-result.ts';
import type { Operation } from './line-check.ts';
import type { LineStatus } from './line-status.ts';
import { ObjectPositions, type SourceObject } from './source-object.ts';

/** Writes lines, reports changes and errors, and counts both. */
export class ResultWriter {
  readonly batch = new BatchBuilder();
  readonly counts = noCounts();

  /** Writes lines of the source as they are, each with one object. @param bytes with their line feeds */
  keepLines(bytes: Uint8Array, adds: number, deletes: number): void {
    const { counts } = this;
    this.batch.addLines(bytes);
    counts.objects += adds + deletes;
    counts.kept += adds + deletes;
    counts.written += adds + deletes;
    counts.adds += adds;
    counts.deletes += deletes;
  }

  /** Writes an object that keeps every rule as it stands. @param text its line, without a line feed */
  writeClean(text: Uint8Array, operation: Operation, line: LineStatus, isKept: boolean): void {
    this.#write(text, operation, line);
    line.objects += 1;
    this.counts[isKept ? 'kept' : 'fixed'] += 1;
  }

  /**
   * Writes the lines that an object was meant to be, or reports why not.
   *
   * @param line the one that the object begins in
   * @param whole the line without its line feed, if it is to be written where the object needs no repair
   * @param isKept whether that is all of the line
   * @returns whether all of the object is written
   */
  writeFixed(
    lines: Iterable<FixedLine>,
    object: SourceObject,
    line: LineStatus,
    whole: Uint8Array | undefined,
    isKept: boolean,
  ): boolean {
    let fate: 'kept' | 'fixed' | 'leftOut' = isKept ? 'kept' : 'fixed';
    for (const { operation, bytes, isSource, repairs, issues } of lines) {
      if (operation === undefined) {
        this.reportErrors(line, issues);
        fate = 'leftOut';
        continue;
      }
      if (!isSource && fate === 'kept') fate = 'fixed';
      const positions = new ObjectPositions(object);
      for (const { fixes, message, at, field } of repairs)
        this.report(fixNote(fixes, message, positions.of(at), field));
      this.#write(isSource ? (whole ?? bytes) : bytes, operation, line);
    }
    line.objects += 1;
    this.counts[fate] += 1;
    return fate !== 'leftOut';
  }

  /** Leaves out a piece of a line that is no whole object. */
  leaveOut(line: LineStatus, errors: readonly MetaLineIssue[]): void {
    this.counts.unreadable += 1;
    this.counts.leftOut += 1;
    this.reportErrors(line, errors);
  }

  reportErrors(line: LineStatus, errors: readonly MetaLineIssue[]): void {
    line.hasErrors = true;
    for (const error of errors) this.report(error);
  }

  report(note: MetaFixNote | MetaLineIssue): void {
    this.batch.report(note);
    if (note.severity === 'error') this.counts.errors += note.count ?? 1;
  }

  /** Nothing more becomes of a line. */
  settle(line: LineStatus): void {
    for (const note of line.notes) this.report(note);
  }

  #write(text: Uint8Array, operation: Operation, line: LineStatus): void {
    this.batch.addLine(text);
    this.counts.written += 1;
    this.counts[operation === 'ADD' ? 'adds' : 'deletes'] += 1;
    line.written += 1;
  }
}

const FULL_BYTES = 65_536;
const FULL_NOTES = 1_000;

/** Gathers the next batch. */
class BatchBuilder {
  #bytes = new Uint8Array(0);
  #length = 0;
  #notes: (MetaFixNote | MetaLineIssue)[] = [];

  get isFull(): boolean {
    return this.#length >= FULL_BYTES || this.#notes.length >= FULL_NOTES;
  }

  /** @param bytes whole lines with their line feeds */
  addLines(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** @param line without its line feed */
  addLine(line: Uint8Array): void {
    this.#makeRoom(line.length + 1);
    this.#bytes.set(line, this.#length);
    this.#length += line.length;
    this.#bytes[this.#length] = LINE_FEED;
    this.#length += 1;
  }

  report(note: MetaFixNote | MetaLineIssue): void {
    this.#notes.push(note);
  }

  /** The batch, and an empty one begun; undefined when there is nothing in it. */
  take(): MetaFixBatch | undefined {
    if (this.#length === 0 && this.#notes.length === 0) return undefined;
    const bytes = this.#bytes.slice(0, this.#length);
    const notes = this.#notes;
    this.#length = 0;
    this.#notes = [];
    return { bytes, notes };
  }

  #makeRoom(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
