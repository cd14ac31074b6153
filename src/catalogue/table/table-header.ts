import { type CatalogueUnreadable, unreadable } from '../model/catalogue-unreadable.ts';
import { MAX_ROW_BYTES } from '../model/limits.ts';

/** The names of a table's columns, and what they say of the rows. */
export class TableHeader {
  readonly names: readonly string[];
  /** Without the empty names at the end, under which no row needs a cell. */
  readonly width: number;

  constructor(names: readonly string[]) {
    this.names = names;
    this.width = names.findLastIndex((name) => !isBlank(name)) + 1;
  }

  /** Whether cells are as many as the names, empty ones at the end aside. With a single name this says nothing: false. */
  isFull(cells: readonly string[]): boolean {
    return this.width > 1 && cells.length >= this.width && cells.slice(this.width).every(isBlank);
  }

  /** Whether a cell behind the last name is filled: a separator in a cell before it may have moved it there. */
  hasFilledRest(cells: readonly string[]): boolean {
    return cells.length > this.width && !cells.slice(this.width).every(isBlank);
  }
}

const BLANKS_ONLY = /^[\s\0]*$/; // some writers fill the end of a file with NUL

export const isBlank = (cell: string): boolean => cell === '' || BLANKS_ONLY.test(cell);

export const firstLineTooLong = (source: string | null): CatalogueUnreadable =>
  unreadable(
    source,
    `its first line has more than ${MAX_ROW_BYTES.toLocaleString('en')} bytes. Perhaps it is no table, or has no line breaks`,
  );
