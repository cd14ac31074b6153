import { assertConserved } from '../../shared/errors/conservation.ts';
import { decodeLine } from '../read/line-fault.ts';
import * as L from '../read/scan/layout.ts';
import type { Scanner } from '../read/scan/plain-scanner.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import { ByteWindow } from './byte-window.ts';
import { fixObject } from './fix-object.ts';
import type { SourcePosition } from './fix-result.ts';
import { cleanRows, type LineCheck, lineErrors, type Operation } from './line-check.ts';
import { LineStatus } from './line-status.ts';
import { ObjectReader } from './object-reader.ts';
import { readFields } from './read-fields.ts';
import { ResultWriter } from './result-writer.ts';
import { ObjectPositions, type SourceObject } from './source-object.ts';

/** An object over more lines is none. */
const MOST_LINES = 1_000;
const RETURN = 0x0d;

export interface FileFixerOptions {
  /** Finds clean lines; the check must have another, which overwrites its rows with each object. */
  readonly scanner: Scanner;
  readonly check: LineCheck;
  readonly maxLineBytes: number;
}

/** A whole object, until it is known that nothing which may belong to it follows in its last line. */
interface HeldObject {
  readonly begun: LineStatus;
  readonly position: SourcePosition;
  readonly from: number;
  readonly to: number;
  /** What it does, if it keeps every rule as it stands; otherwise its fields. */
  readonly read: Operation | SourceObject;
}

/** An object that began in a line before, and has not ended yet. */
interface OpenObject {
  readonly begun: LineStatus;
  readonly position: SourcePosition;
}

/**
 * Takes a source chunk by chunk. Clean lines are written as they are, many at once. Elsewhere the source is a stream of
 * objects: each is written, fixed or left out for itself, whatever lines it stands on.
 */
export class FileFixer {
  readonly writer = new ResultWriter();
  /** What the source was in before it became UTF-8. */
  encoding = 'utf-8';
  readonly #options: FileFixerOptions;
  readonly #check: LineCheck;
  readonly #window = new ByteWindow();
  readonly #objects: ObjectReader;
  #line = new LineStatus(1, 0);
  #held: HeldObject | undefined;
  #open: OpenObject | undefined;
  /** Why the rest of the line is left out. */
  #fault: MetaLineIssue | undefined;
  /** Offset of the line feed of a line that the scanner did not find clean. */
  #doubtedEnd = -1;

  constructor(options: FileFixerOptions) {
    this.#options = options;
    this.#check = options.check;
    this.#objects = new ObjectReader(options.maxLineBytes);
  }

  /** Lines that were read to their end. */
  get lines(): number {
    return this.#line.line - 1;
  }

  /** Pauses now and then, for the batch to be taken; it must be taken at the end too. */
  *take(chunk: Uint8Array): Generator<void, void, void> {
    this.#window.append(chunk, this.#keepFrom());
    const { at } = this.#objects;
    if (at === this.#line.start && this.#open === undefined) yield* this.#takeLines();
    else while (this.#readLine()) yield* this.#takeLines();
  }

  /** Nothing follows. */
  end(): void {
    while (this.#readLine() || (this.#open !== undefined && this.#giveUp(this.#open)));
    const { at, start } = this.#objects;
    if (start !== -1) {
      this.#writeHeld();
      this.#leaveOut(lineErrors.unfinished(this.#positionAt(start)));
    } else if (at < this.#window.end) this.#leaveOut(this.#notJson(this.#positionAt(at)));
    if (this.#window.end > this.#line.start) this.#endLine(this.#window.end, false);
    assertConserved('fixMeta: bytes', this.#window.end, { read: this.#line.start });
  }

  /** Takes lines from the beginning of one, until bytes are missing. */
  *#takeLines(): Generator<void, void, void> {
    const { scanner } = this.#options;
    const { rows } = scanner;
    for (let more = true; more; ) {
      const { at: base } = this.#objects;
      const count = scanner.scan(this.#window.slice(base, this.#window.end));
      if (count === 0) more = this.#readLine(); // no line feed yet, or a long line
      for (let row = 0; more && row < count * L.ROW_INTS; row += L.ROW_INTS) {
        const start = base + (rows[row + L.LINE_START] as number);
        if (start < this.#objects.at) continue; // an object goes on over this line
        const clean = cleanRows(rows, row, count);
        if (clean.end > row) {
          row = clean.end - L.ROW_INTS;
          const end = base + (rows[row + L.LINE_END] as number) + 1;
          this.writer.keepLines(this.#window.slice(start, end), clean.adds, clean.deletes);
          this.#restart(this.#line.line + clean.adds + clean.deletes, end);
        } else {
          this.#doubtedEnd = base + (rows[row + L.LINE_END] as number);
          more = this.#readLine();
        }
        if (this.writer.batch.isFull) yield;
      }
      if (this.writer.batch.isFull) yield;
    }
  }

  /** @returns whether the end of a line was reached between objects; otherwise bytes are missing */
  #readLine(): boolean {
    for (;;) {
      const found = this.#objects.read(this.#window);
      const { at, start } = this.#objects;
      if (found === 'more') return false;
      if (found === 'lineEnd') {
        if (this.#endLine(at, true)) return true;
      } else if (found === 'object') {
        if (this.#endObject(start, at)) return true;
      } else if (found === 'mark') this.#line.takeMark(at);
      else if (found === 'outside') this.#line.outside ??= this.#positionAt(at - 1);
      else if (this.#open !== undefined) return this.#giveUp(this.#open);
      else if (found === 'tooLong') {
        this.#writeHeld();
        this.#leaveOut(lineErrors.tooLong(this.#positionAt(start), this.#options.maxLineBytes));
      } else {
        const begun = start === -1 ? undefined : this.#positionAt(start);
        this.#leaveOut(this.#notJson(this.#positionAt(at), begun));
      }
    }
  }

  /** @returns whether an object over several lines was given up */
  #endObject(start: number, end: number): boolean {
    const open = this.#open;
    const position = open?.position ?? this.#positionAt(start);
    const bytes = this.#window.slice(start, end);
    const isDoubted = open !== undefined || (start === this.#line.start && end === this.#doubtedEnd);
    const operation = isDoubted ? undefined : this.#check.cleanOperation(bytes);
    const read = operation ?? this.#objectOf(bytes, position);
    if (typeof read === 'object' && 'severity' in read) {
      if (open !== undefined) return this.#giveUp(open);
      this.#leaveOut(read);
      return false;
    }
    this.#objects.close();
    this.#open = undefined;
    this.#writeHeld();
    this.#held = { begun: open?.begun ?? this.#line, position, from: start, to: end, read };
    this.writer.counts.objects += 1;
    return false;
  }

  /** An object of the source, or why it is none. */
  #objectOf(bytes: Uint8Array, position: SourcePosition): SourceObject | MetaLineIssue {
    const text = decodeLine(bytes);
    if (text === undefined) return lineErrors.notOfEncoding(this.#held?.position ?? position, this.encoding);
    const read = readFields(text);
    if ('fields' in read) {
      const { fields, trailingComma } = read;
      return { fields, trailingComma, text, position, isOverLines: this.#open !== undefined };
    }
    return this.#notJson(new ObjectPositions({ text, position }).of(read.faultAt), position);
  }

  /** @param begun where the object begins that cannot go on */
  #notJson(at: SourcePosition, begun = at): MetaLineIssue {
    return lineErrors.notJson(this.#held?.position ?? begun, at);
  }

  /** @returns whether the next line stands for itself, and does not go on an object */
  #endLine(end: number, ended: boolean): boolean {
    const line = this.#line;
    const content = end - (ended ? 1 : 0);
    line.end = end;
    line.isLong = content - line.start > this.#options.maxLineBytes;
    const { start } = this.#objects;
    if (start !== -1) {
      this.#writeHeld();
      const open = this.#open ?? { begun: line, position: this.#positionAt(start) };
      this.#open = open;
      this.#beginLine(line.line + 1, end);
      return line.line - open.begun.line + 1 === MOST_LINES && this.#giveUp(open);
    }
    const hasReturn = content > line.start && this.#window.slice(content - 1, content)[0] === RETURN;
    if (hasReturn) line.carriageReturn = this.#positionAt(content - 1);
    if (!ended) line.unended = this.#positionAt(content);
    if (this.#fault !== undefined) this.#reportFault(line, this.#fault);
    this.#writeHeld(hasReturn ? content - 1 : content);
    this.writer.settle(line);
    this.#beginLine(line.line + 1, end);
    return true;
  }

  #beginLine(line: number, start: number): void {
    this.#line = new LineStatus(line, start);
    this.#fault = undefined;
  }

  #restart(line: number, start: number): void {
    this.#objects.restart(start);
    this.#beginLine(line, start);
  }

  /** @param content offset behind the text of the line, if the line ends behind the object */
  #writeHeld(content?: number): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    const line = this.#line;
    const { begun, from, to, read } = held;
    const isAlone = content !== undefined && begun === line && line.isBare;
    const isKept = isAlone && line.isFramed;
    const whole = isAlone ? this.#window.slice(line.first.offset, content) : undefined;
    let isWritten = true;
    if (typeof read === 'object') {
      const fixed = fixObject(read, this.#check, this.#options.maxLineBytes);
      isWritten = this.writer.writeFixed(fixed, read, begun, whole, isKept);
    } else this.writer.writeClean(whole ?? this.#window.slice(from, to), read, begun, isKept);
    if (begun === line) return;
    line.objects += 1;
    this.#settleBegun(begun, isWritten);
  }

  /** Settles the line in which an object began that ends in this one. */
  #settleBegun(begun: LineStatus, isWritten: boolean): void {
    this.writer.settle(begun);
    this.#line.hasTail = true;
    if (!isWritten) this.#line.hasErrors = true;
  }

  /** Leaves out the rest of the line, and the object held before it, which the rest may belong to. */
  #leaveOut(issue: MetaLineIssue): void {
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) {
      this.writer.counts.objects -= 1; // it is part of what is left out
      if (held.begun !== this.#line) {
        held.begun.hasErrors = true;
        this.#settleBegun(held.begun, true);
      }
    }
    this.#fault = issue;
    this.#objects.skipLine();
  }

  /** Leaves out the first line of an object that has no end, and reads the others for themselves. */
  #giveUp({ begun, position }: OpenObject): true {
    this.#open = undefined;
    this.#reportFault(begun, lineErrors.unfinished(position));
    this.writer.settle(begun);
    this.#restart(begun.line + 1, begun.end as number);
    return true;
  }

  /** Reports what `lint` reports of a line of which nothing is written; otherwise the fault. */
  #reportFault(line: LineStatus, issue: MetaLineIssue): void {
    const { first, end, unended } = line;
    const ended = unended === undefined;
    const bytes = this.#window.slice(first.offset, (end as number) - (ended ? 1 : 0));
    const isWhole = line.isUntouched && !line.isLong;
    const issues = isWhole ? this.#check.lint(bytes, first, ended, this.encoding) : [];
    if (issues.some(({ code }) => code === 'META_BLANK_LINE')) return; // of spaces that are none in JSON
    const errors = issues.filter(({ severity }) => severity === 'error');
    this.writer.leaveOut(line, errors.length > 0 ? errors : [issue]);
  }

  #positionAt(offset: number): SourcePosition {
    return this.#line.positionAt(offset, this.#window);
  }

  /** The first byte that may be needed again: of an object that is not written yet, or of a line that lint may have to read. */
  #keepFrom(): number {
    const { at, start } = this.#objects;
    const { maxLineBytes } = this.#options;
    const line = this.#line;
    const begun = this.#open?.begun;
    const isLong = at - line.start > maxLineBytes;
    const from = Math.min(
      isLong ? Math.max(line.start, at - 1) : line.start, // the last byte may be a carriage return
      start === -1 ? at : start,
      this.#held?.from ?? at,
      begun === undefined || begun.isLong ? at : begun.start,
    );
    line.countUntil(from, this.#window);
    return from;
  }
}
