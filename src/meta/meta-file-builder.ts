import { assertConserved } from '../shared/conservation.ts';
import { passes } from '../shared/issue.ts';
import type { MetaIssue } from './meta-issue.ts';
import { type MetaOptions, metaContext } from './meta-options.ts';
import type { AddInput, DeleteInput, MetaInput } from './meta-record.ts';
import { RecordCheck } from './rules/check-record.ts';
import { formatLine } from './write/format-line.ts';

export interface MetaFileBuilderOptions extends MetaOptions {
  /** Hears of every record that is kept out of the file. */
  readonly onRefused?: (refused: RefusedRecord) => void;
}

export interface RefusedRecord {
  /** Its place among the records supplied, from 0. */
  readonly index: number;
  readonly input: unknown;
  readonly issues: readonly MetaIssue[];
}

/** What became of the records: `supplied = adds + deletes + refused`. */
export interface MetaTally {
  readonly supplied: number;
  readonly adds: number;
  readonly deletes: number;
  readonly refused: number;
}

/**
 * Writes increment.meta: only lines that pass every rule, byte for byte the same for the same records
 * (fixed key order, `\n`, UTF-8, no byte order mark).
 *
 * @example
 * const builder = new MetaFileBuilder();
 * const issues = builder.add({ productId: '1000', picName: 'shoe.jpg', customContent: 'k:v' });
 * if (issues.length === 0) await builder.writeTo('increment.meta');
 */
export class MetaFileBuilder {
  readonly #check: RecordCheck;
  readonly #onRefused: (refused: RefusedRecord) => void;
  readonly #lines: string[] = [];
  readonly #tally = { supplied: 0, adds: 0, deletes: 0, refused: 0 };

  /** @throws {TypeError} when `serviceType` or `profile` is none of the known ones */
  constructor(options: MetaFileBuilderOptions = {}) {
    this.#check = new RecordCheck(metaContext(options));
    this.#onRefused = options.onRefused ?? (() => {});
  }

  /** Adds an image. Returns what is wrong with it: when an issue is an error, the file stays as it was. */
  add(input: AddInput): readonly MetaIssue[] {
    return this.#keep({ ...input, operationType: 'ADD' });
  }

  /** Takes an image out of the gallery, or every image of the product when `picName` is left out. */
  delete(input: DeleteInput): readonly MetaIssue[] {
    return this.#keep({ ...input, operationType: 'DELETE' });
  }

  /** What is wrong with a record, which is neither added nor counted. */
  check(input: MetaInput): readonly MetaIssue[] {
    return this.#check.check({ ...input }, 'key').issues;
  }

  /** What became of all records so far, those of `lines` included. */
  get tally(): MetaTally {
    const { supplied, ...parts } = this.#tally;
    assertConserved('MetaFileBuilder', supplied, parts);
    return { supplied, ...parts };
  }

  /** The file's text, of what was added so far. */
  toString(): string {
    return this.#lines.join('');
  }

  /**
   * The file's lines of any number of records, one at a time and holding none of them.
   * Refused records are counted and go to `onRefused`.
   */
  async *lines(records: AsyncIterable<MetaInput> | Iterable<MetaInput>): AsyncGenerator<string, void, void> {
    for await (const input of records) {
      const { line } = this.#take(input);
      if (line !== undefined) yield line;
    }
  }

  /**
   * Writes a file, whole or not at all: what was added so far, then `records` if given.
   *
   * @throws the system's error when the file cannot be written, or the signal's reason
   */
  async writeTo(
    path: string,
    options: {
      readonly records?: AsyncIterable<MetaInput> | Iterable<MetaInput>;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<MetaTally> {
    const { records = [], signal } = options;
    const { writeWholeFile } = await import('../shared/whole-file.ts'); // Node only; the rest runs in browsers
    const [added, streamed] = [this.#lines, this.lines(records)];
    await writeWholeFile(
      path,
      (async function* () {
        yield* added;
        yield* streamed;
      })(),
      { signal },
    );
    return this.tally;
  }

  #keep(input: MetaInput): readonly MetaIssue[] {
    const { line, issues } = this.#take(input);
    if (line !== undefined) this.#lines.push(line);
    return issues;
  }

  #take(input: MetaInput): { line: string | undefined; issues: readonly MetaIssue[] } {
    const raw: Record<string, unknown> = { ...input };
    const { values, issues } = this.#check.checkFields(raw, 'key');
    const index = this.#tally.supplied++;
    if (!passes(issues)) {
      this.#tally.refused += 1;
      this.#onRefused({ index, input, issues });
      return { line: undefined, issues };
    }
    this.#tally[values[0] === 'ADD' ? 'adds' : 'deletes'] += 1;
    return { line: formatLine(values), issues };
  }
}
