import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { abortable } from '../shared/async/abortable.ts';
import { AsyncFlatMap } from '../shared/async/async-flat-map.ts';
import { callCaller, messageOf } from '../shared/errors/callers-code.ts';
import type { ColumnMap, ColumnOptions } from './columns/column-map.ts';
import { ObjectColumns } from './columns/object-columns.ts';
import { tableColumns } from './columns/table-columns.ts';
import type { CatalogueRow } from './model/catalogue-entry.ts';
import type { CatalogueOptions } from './model/catalogue-options.ts';
import { catalogueIssue } from './model/catalogue-rules.ts';
import type { CatalogueSource } from './model/catalogue-source.ts';
import type { CatalogueSummary } from './model/catalogue-summary.ts';
import { empty } from './model/catalogue-unreadable.ts';
import type { ColumnReport } from './model/column-report.ts';
import type { OpenSource, RawRow } from './model/raw-row.ts';
import { catalogueName } from './model/source-listing.ts';
import { openSource } from './open-source.ts';
import { RowCounts } from './row-counts.ts';
import { RowReader } from './rows/row-reader.ts';
import { TableForm, type TableHead, type TableRow } from './rows/table-form.ts';

/** The rows of a catalogue, read once, and what became of all that it holds. */
export class CatalogueReading implements AsyncGenerator<CatalogueRow, void, void> {
  readonly #source: CatalogueSource;
  readonly #options: CatalogueOptions;
  readonly #counts = new RowCounts();
  #isStopped = false;
  readonly #groups = this.#batches();
  readonly #rows = new AsyncFlatMap(this.#groups, (rows: readonly CatalogueRow[]) => rows[Symbol.iterator]());
  #keep: KeepRow | undefined;
  #firstReport: ColumnReport | undefined;

  /** @internal */
  constructor(source: CatalogueSource, options: CatalogueOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** What was read so far: of the whole catalogue, once the rows were read to their end. */
  get summary(): CatalogueSummary {
    return this.#counts.summary;
  }

  /**
   * What the columns are taken for, as it was reported first: rows of objects may bring more. Undefined before that.
   *
   * @internal
   */
  get columns(): ColumnReport | undefined {
    return this.#firstReport;
  }

  /**
   * Hands each row that has entries, or is refused, to `keep` before its entries are handed out. To be called before the first.
   *
   * @internal
   */
  keepRows(keep: KeepRow): void {
    this.#keep = keep;
  }

  /**
   * The rows as they are read, many at a time, in place of one by one: less has to be awaited.
   *
   * @internal
   */
  batches(): AsyncGenerator<readonly CatalogueRow[], void, void> {
    return this.#groups;
  }

  /**
   * The next row. Pulls as much of the source as that takes.
   *
   * @throws {CatalogueUnreadable} when the file cannot be read on
   */
  next(): Promise<IteratorResult<CatalogueRow, void>> {
    const { signal } = this.#options;
    if (signal?.aborted !== true || this.#isStopped) return this.#rows.next();
    this.#isStopped = true; // rows that are read already are left, and after the error there is no row
    return this.#rows.throw(signal.reason);
  }

  /** Ends the reading and closes the source. */
  return(): Promise<IteratorResult<CatalogueRow, void>> {
    return this.#rows.return();
  }

  /** Closes the source, and rejects with the error. */
  throw(error: unknown): Promise<IteratorResult<CatalogueRow, void>> {
    return this.#rows.throw(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async *#batches(): AsyncGenerator<readonly CatalogueRow[], void, void> {
    const { signal, images } = this.#options;
    const source = await openSource(this.#source, this.#options);
    const reader = new RowReader({
      ...this.#options,
      imageExists: images === undefined ? undefined : (name) => existsSync(join(images, name)),
    });
    const mapsOf = await this.#columns(source);
    const isLive = source.recognised.format === 'objects';
    const form = new TableForm(source.header, source.recognised.delimiter, this.#options);
    for await (const batch of abortable(source.rows, signal)) {
      const rows: CatalogueRow[] = [];
      const mapOf = mapsOf(batch);
      for (const [at, raw] of batch.entries()) {
        const map = mapOf(at);
        const read = isLive ? rowsOfObject(reader, raw, map) : reader.rowsOf(raw, map);
        this.#counts.add(raw.place.lines, read);
        if (typeof read === 'string') continue;
        for (const row of read) rows.push(row);
        this.#keep?.(form.head, form.rowOf({ raw, map, first: reader.first }), read.length);
      }
      yield rows;
    }
    if (this.#counts.rows === 0 && source.recognised.format !== 'objects')
      throw empty(catalogueName(this.#source), `it has no row: ${this.#counts.told}`);
  }

  /**
   * How the columns of the rows of a batch are understood, by their place in it. Reports what is new of them, of all rows of
   * the batch at once, before the rows are read.
   *
   * @throws {CatalogueUnreadable} for a table without the columns that a catalogue needs. Then the source is closed
   */
  async #columns({ header, recognised, rows }: OpenSource): Promise<MapsOfBatch> {
    const { columns, preset } = this.#options;
    const source = typeof this.#source === 'string' ? this.#source : null;
    const options: ColumnOptions = { columns, preset, source, recognised };
    if (header !== undefined) {
      try {
        const map = tableColumns(header, options);
        this.#report(map.report);
        return () => () => map;
      } catch (error) {
        await rows.return();
        throw error;
      }
    }
    const known = new ObjectColumns(options);
    return (batch) => {
      const maps = batch.map(({ object }) => (object === undefined ? undefined : known.mapOf(object)));
      const report = known.takeReport();
      if (report !== undefined) this.#report(report);
      return (at) => maps[at];
    };
  }

  #report(report: ColumnReport): void {
    this.#firstReport ??= report;
    const { onColumns, signal } = this.#options;
    callCaller("'onColumns' threw", () => onColumns?.(report), signal);
  }
}

/** Rows of an object of the caller, whose values may throw when they are looked into: then it is refused. */
function rowsOfObject(reader: RowReader, raw: RawRow, map: ColumnMap | undefined) {
  try {
    return reader.rowsOf(raw, map);
  } catch (error) {
    const issue = catalogueIssue('CATALOGUE_UNREADABLE', `The entry cannot be read: ${messageOf(error)}`);
    return reader.rowsOf({ place: raw.place, issues: [issue] }, undefined);
  }
}

/** Takes a row as a table has it, what stands above all rows, and how many entries the row has. */
export type KeepRow = (head: TableHead, row: TableRow, entries: number) => void;

type MapsOfBatch = (batch: readonly RawRow[]) => (at: number) => ColumnMap | undefined;
