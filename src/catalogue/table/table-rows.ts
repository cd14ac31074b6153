import type { PassedOver } from '../model/catalogue-summary.ts';
import type { RawRow } from '../model/raw-row.ts';
import { tooManyCells } from '../model/too-many-cells.ts';
import { passedOverBeforeHeader } from './before-header.ts';
import type { PhysicalLine } from './physical-lines.ts';
import { tooLongIssue } from './row-issues.ts';
import { firstLineTooLong, isBlank, TableHeader } from './table-header.ts';

type Issues = RawRow['issues'];

/** The rows that a table's cells make: they are collected here, in order, until they are taken away. */
export class TableRows {
  /** Undefined until its cells were added. */
  header: TableHeader | undefined;
  /** Of all rows so far, those taken away included. */
  lines = 0;
  /** Whether any line so far is a row, be it a refused one. */
  hasRows = false;
  readonly #source: string | null;
  /** How many cells the last row of one line had: what a row looks like in a file where all of them are short. */
  #usual = 0;
  #rows: RawRow[] = [];

  constructor(source: string | null) {
    this.#source = source;
  }

  /** How many there are to take. */
  get length(): number {
    return this.#rows.length;
  }

  take(): RawRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** Whether the cells of a line look like a row. */
  isRow(cells: readonly string[]): boolean {
    return this.header?.isFull(cells) || cells.length === this.#usual;
  }

  /**
   * What cells of lines are: a row, the header, or nothing that counts. @param line the first one's number
   */
  add(cells: string[], line: number, lines: readonly PhysicalLine[], issues: Issues = NO_ISSUES): void {
    const { header } = this;
    if (header === undefined || cells.every(isBlank)) {
      const passedOver = this.#passOver(cells, lines[0]?.text ?? '', line);
      this.#push({ place: this.#place(line, lines.length), passedOver, issues: NO_ISSUES });
      return;
    }
    const { length } = header.names;
    if (!header.hasFilledRest(cells)) {
      if (lines.length === 1 && cells.length > 1) this.#usual = cells.length;
      if (cells.length > length) cells.length = length;
      this.#pushCells(cells, line, lines, issues);
    } else this.#pushCells(cells, line, lines, [...issues, tooManyCells(cells, header.width)]);
  }

  /** @param count of its lines: the cells are those of the first */
  addRefused(
    cells: readonly string[],
    line: number,
    first: PhysicalLine,
    count: number,
    issues: Issues,
  ): void {
    const place = this.#place(line, count);
    this.#push({ place, cells, badCells: badCellsOf(cells, [first]), issues });
  }

  /** @throws {TypeError} when the header is missing yet */
  addTooLong({ bytes }: PhysicalLine, line: number): void {
    if (this.header === undefined) throw firstLineTooLong(this.#source);
    this.#push({ place: this.#place(line, 1), issues: [tooLongIssue(bytes)] });
  }

  /** Says why cells are no row. Takes the header in when it comes. */
  #passOver(cells: readonly string[], text: string, line: number): PassedOver {
    if (cells.every(isBlank)) return 'empty';
    const passedOver = passedOverBeforeHeader(text, line);
    if (passedOver !== undefined) return passedOver;
    this.header = new TableHeader(cells);
    this.#usual = this.header.width;
    return 'header';
  }

  #pushCells(cells: readonly string[], line: number, lines: readonly PhysicalLine[], issues: Issues): void {
    this.#push({ place: this.#place(line, lines.length), cells, badCells: badCellsOf(cells, lines), issues });
  }

  #place(line: number, lines: number): RawRow['place'] {
    return { source: this.#source, line, lines };
  }

  #push(row: RawRow): void {
    this.lines += row.place.lines;
    this.hasRows ||= row.passedOver === undefined;
    this.#rows.push(row);
  }
}

const NO_ISSUES: Issues = Object.freeze([]);

/** U+FFFD in a line that is UTF-8 is text. */
function badCellsOf(cells: readonly string[], lines: readonly PhysicalLine[]): readonly number[] | undefined {
  if (lines.every(({ isUtf8 }) => isUtf8)) return undefined;
  return cells.flatMap((cell, at) => (cell.includes('\uFFFD') ? [at] : []));
}
