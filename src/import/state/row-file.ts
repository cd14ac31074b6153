import { rmSync } from 'node:fs';
import { ROW_FILE_COLUMNS } from '../../catalogue/model/row-file-cells.ts';
import { csvRow } from '../../shared/text/csv-row.ts';
import { defused } from '../../shared/text/defused-cells.ts';
import type { NumberedOutcome } from '../entry-outcome.ts';
import type { KeptRows } from '../plan/kept-rows.ts';
import { GrowingFile } from './growing-file.ts';
import { NumberSet } from './number-set.ts';

/** Of so many entries of a row it is told what is wrong; the file of outcomes has all of them. */
const MOST_TOLD = 10;

const BYTE_ORDER_MARK = '\uFEFF'; // without it, Excel takes UTF-8 for another encoding

/** The row at the end of the file, and what is told of it. */
interface LastRow {
  /** The number of its first entry. */
  readonly first: number;
  /** The byte of the file at which it begins. */
  readonly start: number;
  readonly outcomes: NumberedOutcome[];
}

/**
 * `refused.csv` or `failed.csv` of an import: the rows of the catalogue of which an entry was refused, or has failed. Each of
 * them stands there once, in the columns of the catalogue, so that the file can be corrected and imported. There is no file
 * until there is a row.
 */
export class RowFile implements Disposable {
  readonly #path: string;
  readonly #rows: KeptRows;
  readonly #written = new NumberSet();
  #file: GrowingFile | undefined;
  #last: LastRow | undefined;

  /** Begins the file anew. What was told before is to be added again: the rows then are the same. */
  constructor(path: string, rows: KeptRows) {
    this.#path = path;
    this.#rows = rows;
    rmSync(path, { force: true });
  }

  add(outcome: NumberedOutcome): void {
    const first = this.#rows.firstOf(outcome.number);
    if (first === this.#last?.first) this.#addToLast(this.#last, outcome);
    else if (this.#written.add(first)) this.#addRow(first, outcome);
  }

  async sync(): Promise<void> {
    await this.#file?.sync();
  }

  [Symbol.dispose](): void {
    this.#file?.[Symbol.dispose]();
  }

  #addRow(first: number, outcome: NumberedOutcome): void {
    this.#file ??= this.#begun();
    this.#last = { first, start: this.#file.bytes, outcomes: [outcome] };
    this.#write(this.#file, this.#last);
  }

  /** Entries of one row follow each other, as a rule: the row is written again, with what is told of all of them. */
  #addToLast(last: LastRow, outcome: NumberedOutcome): void {
    if (this.#file === undefined || last.outcomes.length > MOST_TOLD) return;
    last.outcomes.push(outcome);
    this.#file.cutTo(last.start);
    this.#write(this.#file, last);
  }

  #begun(): GrowingFile {
    const { names, delimiter } = this.#rows.head;
    const file = new GrowingFile(this.#path, 0);
    const header = [...ROW_FILE_COLUMNS, ...this.#ofCatalogue(names)];
    file.add(`${BYTE_ORDER_MARK}${csvRow(header.map(defused), delimiter)}`);
    return file;
  }

  #write(file: GrowingFile, { first, outcomes }: LastRow): void {
    const { cells, lacks } = this.#rows.rowOf(first);
    const row = [codesOf(outcomes), remedyOf(outcomes, lacks), ...this.#ofCatalogue(cells)];
    file.add(csvRow(row.map(defused), this.#rows.head.delimiter));
  }

  /** Without the columns that an earlier file of this kind has added. */
  #ofCatalogue(cells: readonly string[]): readonly string[] {
    const { names } = this.#rows.head;
    return cells.filter((_, at) => !ROW_FILE_COLUMNS.includes(names[at] ?? ''));
  }
}

/** The codes of errors, each once. */
const codesOf = (outcomes: readonly NumberedOutcome[]): string =>
  [...new Set(outcomes.flatMap(({ issues }) => issues.filter(isError).map(({ code }) => code)))].join(' ');

/** What is wrong, and what is to be done. */
function remedyOf(outcomes: readonly NumberedOutcome[], lacks: string | undefined): string {
  const issues = outcomes.slice(0, MOST_TOLD).flatMap((outcome) => outcome.issues);
  const sorted = [...issues.filter(isError), ...issues.filter((issue) => !isError(issue))];
  const messages = [...new Set(sorted.map(({ message }) => message))];
  if (lacks !== undefined) messages.push(lacks);
  if (outcomes.length > MOST_TOLD) messages.push('More of its images are to be corrected');
  return `Row ${outcomes[0]?.place.line}: ${messages.join('. ')}`;
}

const isError = ({ severity }: NumberedOutcome['issues'][number]): boolean => severity === 'error';
