import { basename } from 'node:path';
import { WholeFile } from '../shared/files/whole-file.ts';
import { objectGiven, oneOf, text, within } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { page } from './html/page.ts';
import { assertReplaceableByReport } from './replaceable.ts';
import { ReportAccount } from './report-account.ts';
import type { ReportData } from './report-data.ts';
import { REPORT_LANGUAGES, type ReportLanguage } from './report-languages.ts';
import type { ReportRow } from './report-row.ts';
import { packRows } from './rows/pack-rows.ts';
import { RestFile } from './rows/rest-file.ts';
import { MOST_ROWS, RowColumns } from './rows/row-columns.ts';
import { MOST_THUMBNAILS, makeThumbnails, type ThumbnailSource } from './thumbnails.ts';
import { FACTS } from './words/facts.ts';
import { inLanguage, KINDS, LANES, WORDS } from './words/words.ts';

/** How a report is written. */
export interface ReportOptions {
  /** Of the page's texts. @default 'en' */
  readonly language?: (typeof REPORT_LANGUAGES)[number] | undefined;
  /** How many rows the page holds; the others are counted, and go to a CSV file beside it. @default 200_000 */
  readonly mostRows?: number | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<ReportOptions> = { language: true, mostRows: true, signal: true };

const DATA: OptionNames<ReportData> = {
  ...{ kind: true, subject: true, madeAt: true, supplied: true, facts: true, limits: true, columns: true },
  ...{ spans: true, tasks: true, unmatched: true, next: true },
  ...{ counted: true, differences: true, withheld: true },
};

/**
 * Writes a report: one HTML file that is whole by itself and loads nothing. Rows are added as they come; the file appears
 * when it is finished. What does not fit into the page is in `NAME.rest.csv` beside `NAME.html`.
 *
 * @example
 * await using report = await ReportWriter.open('report.html');
 * for await (const outcome of importing) await report.add(outcome);
 * await report.finish({ kind: 'import', subject: 'shop.csv', madeAt: Date.now() });
 */
export class ReportWriter implements AsyncDisposable {
  readonly #path: string;
  readonly #language: ReportLanguage;
  readonly #signal: AbortSignal | undefined;
  readonly #file: WholeFile;
  readonly #columns: RowColumns;
  readonly #account = new ReportAccount();
  readonly #pictures: ThumbnailSource[] = [];
  #rest: RestFile | undefined;
  #hasSides = false;
  #isOver = false;

  private constructor(path: string, file: WholeFile, options: ReportOptions) {
    this.#path = path;
    this.#file = file;
    this.#language = options.language ?? 'en';
    this.#signal = options.signal;
    this.#columns = new RowColumns(options.mostRows);
  }

  /**
   * Makes the file, so that a path that cannot be written is known before the work begins.
   *
   * @throws {TypeError | RangeError} for a wrong option, and for a path that leads to something else than an earlier report,
   * before anything is written
   */
  static async open(path: string, options: ReportOptions = {}): Promise<ReportWriter> {
    text('path', path);
    const {
      language = 'en',
      mostRows = MOST_ROWS,
      signal,
    } = knownOptions('a ReportWriter', options, OPTIONS);
    oneOf(REPORT_LANGUAGES, 'language', language);
    within(0, MOST_ROWS, 'mostRows', mostRows);
    signal?.throwIfAborted();
    await assertReplaceableByReport(path);
    return new ReportWriter(path, await WholeFile.open(path), { language, mostRows, signal });
  }

  /**
   * Adds a row. A promise only when something is written: await it.
   *
   * @throws {TypeError} for a status that no row has, and after the end
   */
  add(row: ReportRow): Promise<void> | undefined {
    if (this.#isOver) throw new TypeError('Cannot add a row to a report as it must not be finished before');
    this.#signal?.throwIfAborted();
    this.#account.add(row);
    if (row.image?.width && row.image.height) this.#hasSides = true;
    if (this.#rest !== undefined || !this.#columns.add(row)) return this.#addToRest(row);
    if (row.file !== undefined && row.status === 'refused' && this.#pictures.length < MOST_THUMBNAILS)
      this.#pictures.push({ row: this.#columns.length - 1, file: row.file });
    return undefined;
  }

  /**
   * Writes the file, and ends the report.
   *
   * @throws {Error} when more rows were added than `data.supplied` says
   */
  async finish(data: ReportData): Promise<void> {
    knownOptions('finish()', objectGiven('the data of a report', data), DATA);
    oneOf(Object.keys(KINDS), 'data.kind', data.kind);
    if (this.#isOver) throw new TypeError('Cannot finish a report again as it is finished');
    const program = await import('./page-program.ts'); // only who writes a report needs it
    const thumbnails = await makeThumbnails(this.#pictures, this.#signal);
    const context = {
      ...{ language: this.#language, words: inLanguage(WORDS, this.#language) },
      ...{ kinds: inLanguage(KINDS, this.#language), lanes: inLanguage(LANES, this.#language) },
      facts: inLanguage(FACTS, this.#language),
    };
    const parts = {
      ...{ data, account: this.#account, thumbnails, program, hasSides: this.#hasSides },
      packed: await packRows(this.#columns.packed()),
      rest: this.#rest === undefined ? undefined : basename(this.#restPath),
    };
    for (const piece of page(parts, context)) {
      this.#signal?.throwIfAborted();
      await this.#file.write(new TextEncoder().encode(piece));
    }
    await this.#rest?.finish(this.#signal);
    await this.#file.finish(this.#signal);
    this.#isOver = true;
  }

  /** Removes what was written, unless the report is finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#rest?.discard();
    await this.#file.discard();
  }

  get #restPath(): string {
    return `${this.#path.replace(/\.html?$/i, '')}.rest.csv`;
  }

  async #addToRest(row: ReportRow): Promise<void> {
    this.#rest ??= await RestFile.open(this.#restPath);
    await this.#rest.add(row);
  }
}
