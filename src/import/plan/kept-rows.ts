import { closeSync, fdatasync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TableHead, TableRow } from '../../catalogue/rows/table-form.ts';
import { show } from '../../shared/options/checks.ts';
import { LINE_FEED } from '../../shared/text/lines.ts';

/** The names of the files of rows. */
export const KEPT_ROWS = ['rows.jsonl', 'rows.index'] as const;

/** The rows of a catalogue: the head of their table, and then each row, a line for each. */
const rowsFile = (folder: string) => join(folder, KEPT_ROWS[0]);
/** Two numbers for each entry: where its row begins in the other file, and which is the first entry of that row. */
const indexFile = (folder: string) => join(folder, KEPT_ROWS[1]);

const NUMBERS = 2;
const BYTES = NUMBERS * Float64Array.BYTES_PER_ELEMENT;
const ENTRIES_IN_A_BLOCK = 4_096;
const CHARACTERS_IN_A_BLOCK = 65_536;

/** Keeps the rows of a catalogue as they come, so that those of entries that are refused can be written later. */
export class RowKeeper implements Disposable {
  readonly #rows: number;
  readonly #index: number;
  readonly #numbers = new Float64Array(ENTRIES_IN_A_BLOCK * NUMBERS);
  #block = '';
  /** The length of the file of rows, once the block is written. */
  #bytes = 0;
  #entries = 0;

  /** @param folder an existing one */
  constructor(folder: string) {
    this.#rows = openSync(rowsFile(folder), 'w');
    this.#index = openSync(indexFile(folder), 'w');
  }

  /** @param entries how many the row has: they are numbered on */
  add(head: TableHead, row: TableRow, entries: number): void {
    if (this.#entries === 0) this.#addLine(head);
    const [start, first] = [this.#bytes, this.#entries + 1];
    this.#addLine(row);
    for (let n = 0; n < entries; n += 1) this.#addEntry(start, first);
  }

  /** Writes everything to the disk, so that it survives a power cut. */
  async finish(): Promise<void> {
    writeFileSync(this.#rows, this.#block);
    writeFileSync(this.#index, bytesOf(this.#numbers, this.#entries % ENTRIES_IN_A_BLOCK));
    await toDisk(this.#rows);
    await toDisk(this.#index);
  }

  [Symbol.dispose](): void {
    closeSync(this.#rows);
    closeSync(this.#index);
  }

  #addLine(value: TableHead | TableRow): void {
    const line = `${JSON.stringify(value)}\n`;
    this.#bytes += Buffer.byteLength(line);
    this.#block += line;
    if (this.#block.length < CHARACTERS_IN_A_BLOCK) return;
    writeFileSync(this.#rows, this.#block); // unlike writeSync(), until all is written
    this.#block = '';
  }

  #addEntry(start: number, first: number): void {
    const at = (this.#entries % ENTRIES_IN_A_BLOCK) * NUMBERS;
    this.#numbers[at] = start;
    this.#numbers[at + 1] = first;
    this.#entries += 1;
    if (this.#entries % ENTRIES_IN_A_BLOCK === 0)
      writeFileSync(this.#index, bytesOf(this.#numbers, ENTRIES_IN_A_BLOCK));
  }
}

/** Reads the rows that a `RowKeeper` has kept, by the numbers of their entries. Memory holds one block of the index. */
export class KeptRows implements Disposable {
  readonly #folder: string;
  readonly #rows: number;
  readonly #index: number;
  readonly #numbers = new Float64Array(ENTRIES_IN_A_BLOCK * NUMBERS);
  /** The entry before the block that was read last. */
  #before = -1;
  #head: TableHead | undefined;

  /** @throws {RangeError} when a file is missing */
  constructor(folder: string) {
    this.#folder = folder;
    this.#rows = opened(rowsFile(folder));
    this.#index = opened(indexFile(folder));
  }

  get head(): TableHead {
    this.#head ??= this.#lineAt<TableHead>(0);
    return this.#head;
  }

  /** The number of the first entry of an entry's row: it tells rows apart. */
  firstOf(entry: number): number {
    return this.#numbersOf(entry).first;
  }

  rowOf(entry: number): TableRow {
    return this.#lineAt<TableRow>(this.#numbersOf(entry).start);
  }

  [Symbol.dispose](): void {
    closeSync(this.#rows);
    closeSync(this.#index);
  }

  #numbersOf(entry: number): { readonly start: number; readonly first: number } {
    const inBlock = (entry - 1) % ENTRIES_IN_A_BLOCK;
    const before = entry - 1 - inBlock;
    if (before !== this.#before) {
      this.#numbers.fill(0);
      readSync(this.#index, bytesOf(this.#numbers, ENTRIES_IN_A_BLOCK), { position: before * BYTES });
      this.#before = before;
    }
    const [start = 0, first = 0] = this.#numbers.subarray(inBlock * NUMBERS);
    if (first < 1 || first > entry) throw notAsWritten(indexFile(this.#folder));
    return { start, first };
  }

  #lineAt<T>(start: number): T {
    try {
      return JSON.parse(lineAt(this.#rows, start)) as T;
    } catch (cause) {
      throw notAsWritten(rowsFile(this.#folder), cause);
    }
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw notAsWritten(path, cause);
  }
}

/** The line of a file that begins at a byte. */
function lineAt(file: number, start: number): string {
  for (let room = ROOM_FOR_A_LINE; ; room *= 2) {
    const bytes = Buffer.alloc(room);
    const length = readSync(file, bytes, { position: start });
    const end = bytes.subarray(0, length).indexOf(LINE_FEED);
    if (end >= 0 || length < room) return bytes.toString('utf8', 0, end >= 0 ? end : length);
  }
}

const ROOM_FOR_A_LINE = 4_096;

const notAsWritten = (path: string, cause?: unknown) =>
  new RangeError(
    `Cannot continue as ${show(path, LONGEST_PATH)} must be as it was written; restore an undamaged copy of the file, or start anew with another folder`,
    { cause },
  );

const LONGEST_PATH = 1_000;

const toDisk = promisify(fdatasync);

const bytesOf = ({ buffer }: Float64Array, entries: number) => new Uint8Array(buffer, 0, entries * BYTES);
