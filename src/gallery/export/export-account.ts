import { assertConserved } from '../../shared/errors/conservation.ts';

/** What became of the lines of an export. `records` and `notUnderstood` together are `lines`. */
export interface ExportSummary {
  /** The id of the export at the service; undefined before it was started. */
  readonly exportId: string | undefined;
  /** When it was started, in ms since 1970; undefined before that, and when the service does not say. */
  readonly createdAt: number | undefined;
  /** Lines, or rows of a table, that are not blank; a header is none. */
  readonly lines: number;
  /** Images that were read. */
  readonly records: number;
  /** Lines that no image could be made of. */
  readonly notUnderstood: number;
  /** The first ten of them: line of the file, from 1, and its first 200 characters. */
  readonly examples: readonly { readonly line: number; readonly raw: string }[];
  /** Names in the file that mean nothing here, in order, 100 at most: what stands under them is in no image. */
  readonly unknownFields: readonly string[];
}

const MOST_EXAMPLES = 10;
const LONGEST_EXAMPLE = 200;
const MOST_UNKNOWN_FIELDS = 100;

/** Counts the lines of an export while they are read. */
export class ExportAccount {
  exportId: string | undefined;
  createdAt: number | undefined;
  records = 0;
  #lines = 0;
  #notUnderstood = 0;
  readonly #examples: { readonly line: number; readonly raw: string }[] = [];
  readonly #unknownFields = new Set<string>();

  get summary(): ExportSummary {
    return {
      ...{ exportId: this.exportId, createdAt: this.createdAt, lines: this.#lines, records: this.records },
      notUnderstood: this.#notUnderstood,
      examples: [...this.#examples],
      unknownFields: [...this.#unknownFields],
    };
  }

  /** Counts lines of which each is then either a record or not understood. */
  addLines(count: number): void {
    this.#lines += count;
  }

  /** @param line of the file, from 1 */
  addNotUnderstood(line: number, raw: string): void {
    this.#notUnderstood += 1;
    if (this.#examples.length < MOST_EXAMPLES)
      this.#examples.push({ line, raw: raw.slice(0, LONGEST_EXAMPLE) });
  }

  addUnknownField(name: string): void {
    if (this.#unknownFields.size < MOST_UNKNOWN_FIELDS)
      this.#unknownFields.add(name.slice(0, LONGEST_EXAMPLE));
  }

  /** @throws {Error} when a line was neither read nor reported */
  assertConserved(): void {
    const { records, notUnderstood, lines } = this.summary;
    assertConserved('the export of a gallery', lines, { records, notUnderstood });
  }
}
