import { assertConserved } from '../../shared/errors/conservation.ts';
import { unreadable } from '../model/catalogue-unreadable.ts';
import { MAX_ROW_BYTES } from '../model/limits.ts';
import type { Delimiter, RawRow } from '../model/raw-row.ts';
import { passedOverBeforeHeader } from './before-header.ts';
import { isTooLong, type PhysicalLine } from './physical-lines.ts';
import { cellsOfLine, RecordCells } from './record-cells.ts';
import { quoteIssue, type SpanFault, spanWarning } from './row-issues.ts';
import { TableRows } from './table-rows.ts';

/** More rows than this are handed out in several batches: one span can fail into a hundred thousand. */
const MAX_ROWS_OF_BATCH = 1000;

/** Lines that follow each other, to be read. */
interface Segment {
  readonly lines: readonly PhysicalLine[];
  /** The number of the first line. */
  readonly line: number;
  /** The index of the line that comes next. */
  next: number;
}

/** A record of which a quoted cell is open, and its lines so far. */
interface Span {
  readonly line: number;
  readonly record: RecordCells;
  readonly lines: PhysicalLine[];
  bytes: number;
}

/** A row that is refused for a quote. It takes the lines that follow, up to one that looks like a row by itself. */
interface Refusal {
  readonly line: number;
  readonly first: PhysicalLine;
  readonly cells: readonly string[];
  readonly issues: RawRow['issues'];
  lines: number;
}

/**
 * Makes rows of a table's lines: every line becomes part of exactly one. Which lines a quote joins is decided as RFC 4180
 * says. Where it says nothing, or where lines between tabs are rows by themselves, each line is a row of its own, or part
 * of a refused one: see docs/catalogue.md.
 *
 * It takes linear time. A line that opens a cell and leaves it open ends every cell that was open before: somewhere it has
 * an odd number of quotes side by side. So two readings which are both inside a cell at the end of such a line are the same
 * from there on, and where one fails the other does, too: `#hopeless` remembers where.
 */
export class TableReader {
  readonly #source: string | null;
  readonly #delimiter: Delimiter;
  readonly #rows: TableRows;
  /** Whether a quote that is not closed is text. */
  readonly #quotesAreText: boolean;
  #lines = 0;
  /** What is to be read: the last one first, as it holds lines that are read again. */
  readonly #segments: Segment[] = [];
  #span: Span | undefined;
  #refusal: Refusal | undefined;
  /** A quote that opens a cell in a line before `end`, and is not closed in that line, fails in line `end`. */
  #hopeless: { readonly end: number; readonly fault: SpanFault } = { end: 0, fault: 'endOfFile' };

  constructor(source: string | null, delimiter: Delimiter) {
    this.#source = source;
    this.#delimiter = delimiter;
    this.#rows = new TableRows(source);
    this.#quotesAreText = delimiter === '\t';
  }

  /** Undefined until the header's last line was added. */
  get header(): readonly string[] | undefined {
    return this.#rows.header?.names;
  }

  /** Whether any line so far is a row, be it a refused one. */
  get hasRows(): boolean {
    return this.#rows.hasRows;
  }

  /** The rows that these lines complete. @throws {TypeError} when the header cannot be read */
  *add(lines: readonly PhysicalLine[]): Generator<RawRow[], void, void> {
    this.#segments.push({ lines, line: this.#lines + 1, next: 0 });
    this.#lines += lines.length;
    yield* this.#read();
  }

  /** The rows that the end of the file completes. @throws {TypeError} when the header cannot be read */
  *end(): Generator<RawRow[], void, void> {
    while (this.#span !== undefined) {
      this.#splitSpan(this.#span, 'endOfFile');
      yield* this.#read();
    }
    this.#endRefusal();
    assertConserved('reading a table', this.#lines, { 'lines of rows': this.#rows.lines });
    yield this.#rows.take();
  }

  *#read(): Generator<RawRow[], void, void> {
    for (let segment = this.#segments.at(-1); segment !== undefined; segment = this.#segments.at(-1)) {
      const line = segment.lines[segment.next];
      if (line === undefined) this.#segments.pop();
      else {
        segment.next += 1;
        this.#take(line, segment.line + segment.next - 1);
      }
      if (this.#rows.length >= MAX_ROWS_OF_BATCH) yield this.#rows.take();
    }
    if (this.#rows.length > 0) yield this.#rows.take();
  }

  #take(line: PhysicalLine, number: number): void {
    const { text } = line;
    if (isTooLong(line)) this.#takeTooLong(line, number);
    else if (this.#span !== undefined) this.#takeIntoSpan(this.#span, line);
    else if (this.#isRefused(text)) return;
    else if (this.header === undefined && passedOverBeforeHeader(text, number)) this.#takeText(line, number);
    else if (text.includes('"')) this.#takeQuoted(line, number);
    else this.#rows.add(text.split(this.#delimiter), number, [line]);
  }

  /** It ends a span, and is part of a refused row, or one by itself. */
  #takeTooLong(line: PhysicalLine, number: number): void {
    if (this.#span !== undefined) {
      this.#segments.push({ lines: [line], line: number, next: 0 }); // after those of the span
      this.#splitSpan(this.#span, 'tooLong');
    } else if (this.#refusal === undefined) this.#rows.addTooLong(line, number);
    else this.#refusal.lines += 1;
  }

  #takeQuoted(line: PhysicalLine, number: number): void {
    const record = new RecordCells(this.#delimiter);
    record.add(line.text, '');
    if (record.fault !== undefined) this.#refuse(line, number, quoteIssue(record.fault, number, number));
    else if (!record.isOpen) this.#rows.add(record.cells, number, [line]);
    else if (number < this.#hopeless.end) this.#takeUnclosed(line, number);
    else this.#span = { line: number, record, lines: [line], bytes: line.bytes };
  }

  #takeIntoSpan(span: Span, line: PhysicalLine): void {
    const { record, lines } = span;
    record.add(line.text, lines.at(-1)?.end ?? '');
    lines.push(line);
    span.bytes += line.bytes;
    if (record.fault !== undefined) this.#splitSpan(span, 'textFollows');
    else if (!record.isOpen) this.#endSpan(span);
    else if (span.bytes > MAX_ROW_BYTES) this.#splitSpan(span, 'tooLong');
  }

  /** Decides what the lines of a span are which RFC 4180 allows to be one row. */
  #endSpan(span: Span): void {
    this.#span = undefined;
    const { line, record, lines } = span;
    const { header } = this.#rows;
    const isFull = lines.map(({ text }) => header?.isFull(cellsOfLine(text, this.#delimiter)) ?? false);
    const full = isFull.filter(Boolean).length;
    if (this.#quotesAreText && full * 2 > lines.length) {
      for (const [at, one] of lines.entries()) this.#takeText(one, line + at);
    } else if (full > 0 && header?.hasFilledRest(record.cells)) this.#splitSpan(span, 'tooManyCells');
    else if (full === 0) this.#rows.add(record.cells, line, lines);
    else {
      const warning = spanWarning(line, lines.length, line + isFull.indexOf(true));
      this.#rows.add(record.cells, line, lines, [warning]);
    }
  }

  /** The first line of a span is no row, or one by itself. The others are read again. */
  #splitSpan({ line, lines }: Span, fault: SpanFault): void {
    const [first, ...others] = lines as [PhysicalLine, ...PhysicalLine[]];
    this.#span = undefined;
    this.#hopeless = { end: line + others.length, fault };
    this.#segments.push({ lines: others, line: line + 1, next: 0 });
    this.#takeUnclosed(first, line);
  }

  /** A line with a quote that nothing closes. */
  #takeUnclosed(line: PhysicalLine, number: number): void {
    const { fault, end } = this.#hopeless;
    if (this.#quotesAreText) this.#takeText(line, number);
    else this.#refuse(line, number, quoteIssue(fault, number, end));
  }

  /** A line of which every quote is text that does not stand around a whole cell. */
  #takeText(line: PhysicalLine, number: number): void {
    this.#rows.add(cellsOfLine(line.text, this.#delimiter), number, [line]);
  }

  #refuse(first: PhysicalLine, line: number, issue: RawRow['issues'][number]): void {
    if (this.header === undefined)
      throw unreadable(this.#source, `its header cannot be read: ${issue.message}`);
    const cells = cellsOfLine(first.text, this.#delimiter);
    this.#refusal = { line, first, cells, issues: [issue], lines: 1 };
  }

  /** Whether a line belongs to the row that is being refused. */
  #isRefused(text: string): boolean {
    if (this.#refusal === undefined) return false;
    const isRow = this.#rows.isRow(cellsOfLine(text, this.#delimiter));
    if (isRow) this.#endRefusal();
    else this.#refusal.lines += 1;
    return !isRow;
  }

  #endRefusal(): void {
    if (this.#refusal === undefined) return;
    const { line, first, cells, issues, lines } = this.#refusal;
    this.#refusal = undefined;
    this.#rows.addRefused(cells, line, first, lines, issues);
  }
}
