import { callCaller } from '../../shared/errors/callers-code.ts';
import { assertConserved } from '../../shared/errors/conservation.ts';
import { passes } from '../../shared/errors/issue.ts';
import { callable, show } from '../../shared/options/checks.ts';
import type { MetaContext } from '../model/meta-context.ts';
import { RecordCheck } from '../rules/check-record.ts';
import type { MetaIssue } from '../rules/meta-issue.ts';
import { FastLineWriter } from './fast-line-writer.ts';
import { formatLine } from './format-line.ts';
import type { LineBytes } from './line-bytes.ts';
import { MetaRecordRefused, type RefusedRecord } from './meta-record-refused.ts';

/** What became of the records: `supplied = adds + deletes + refused`. */
export interface MetaWriteSummary {
  /** Records that were given: `adds + deletes + refused`. */
  readonly supplied: number;
  /** Lines written that add or replace an image. */
  readonly adds: number;
  /** Lines written that delete. */
  readonly deletes: number;
  /** Records that are not in the file, each with its issues. */
  readonly refused: number;
}

/** Hears of every record that is kept out of the file; `'throw'` keeps the whole file from being written instead. */
type OnRefused = ((refused: RefusedRecord) => void) | 'throw';

/** Hears of every record that is written although something is wrong with it. */
export type OnWarning = (record: RefusedRecord) => void;

/** What a record says: null is no value, and a record is an ADD unless it says otherwise. */
function given(input: unknown): Readonly<Record<string, unknown>> {
  const fields = Object.entries(input ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return { operationType: 'ADD', ...Object.fromEntries(fields) };
}

/** Where records come in: each one is checked, counted, and becomes a line or is refused. */
export class RecordWriter {
  readonly #check: RecordCheck;
  readonly #quick: FastLineWriter;
  readonly #onRefused: OnRefused;
  readonly #onWarning: OnWarning | undefined;
  readonly #counts = { supplied: 0, adds: 0, deletes: 0, refused: 0 };

  /** @throws {TypeError} when `onRefused` is neither a function nor 'throw', or `onWarning` no function */
  constructor(context: MetaContext, onRefused: OnRefused = () => {}, onWarning?: OnWarning) {
    if (typeof onRefused !== 'function' && onRefused !== 'throw')
      throw new TypeError(
        `Cannot continue as 'onRefused' must be a function or 'throw': current value is ${show(onRefused)}`,
      );
    this.#check = new RecordCheck(context);
    this.#onWarning = onWarning === undefined ? undefined : callable('onWarning', onWarning);
    this.#quick = new FastLineWriter(context, onWarning === undefined ? ['error'] : ['error', 'warning']);
    this.#onRefused = onRefused;
  }

  get summary(): MetaWriteSummary {
    const { supplied, ...parts } = this.#counts;
    assertConserved('MetaFileBuilder', supplied, parts);
    return { supplied, ...parts };
  }

  /** What is wrong with a record, which is not counted. */
  check(input: object): readonly MetaIssue[] {
    return this.#check.check(given(input), 'record').issues;
  }

  /** The line of a record, undefined when it is refused, and what is wrong with it. */
  take(input: unknown): { readonly line: string | undefined; readonly issues: readonly MetaIssue[] } {
    const { values, issues } = this.#reading(() => this.#check.checkFields(given(input), 'record'));
    const index = this.#counts.supplied++;
    if (!passes(issues)) {
      this.#counts.refused += 1;
      if (this.#onRefused === 'throw') throw new MetaRecordRefused({ index, issues });
      this.#onRefused({ index, input, issues });
      return { line: undefined, issues };
    }
    this.#counts[values[0] === 'ADD' ? 'adds' : 'deletes'] += 1;
    if (issues.length > 0) this.#onWarning?.({ index, input, issues });
    return { line: formatLine(values), issues };
  }

  /** The same, with the line put into a block, much faster: a warning is not looked for unless somebody hears of it. False when there is none. */
  put(input: unknown, block: LineBytes): boolean {
    const operation = this.#reading(() => this.#quick.put(input, block));
    if (operation === undefined) {
      const { line } = this.take(input);
      if (line !== undefined) block.line(line);
      return line !== undefined;
    }
    this.#counts.supplied += 1;
    this.#counts[operation === 'ADD' ? 'adds' : 'deletes'] += 1;
    return true;
  }

  /** Reads a record, whose getters may throw. */
  #reading<T>(read: () => T): T {
    return callCaller(`Record ${this.#counts.supplied + 1} cannot be read as it threw`, read, undefined);
  }
}
