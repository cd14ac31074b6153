import { show } from '../../shared/checks.ts';
import { assertConserved } from '../../shared/conservation.ts';
import { passes } from '../../shared/issue.ts';
import type { MetaContext } from '../model/meta-context.ts';
import { RecordCheck } from '../rules/check-record.ts';
import type { MetaIssue } from '../rules/meta-issue.ts';
import { formatLine } from './format-line.ts';
import type { LineBytes } from './line-bytes.ts';
import { MetaRecordRefused, type RefusedRecord } from './meta-record-refused.ts';
import { QuickLines } from './quick-lines.ts';

/** What became of the records: `supplied = adds + deletes + refused`. */
export interface MetaTally {
  readonly supplied: number;
  readonly adds: number;
  readonly deletes: number;
  readonly refused: number;
}

/** Hears of every record that is kept out of the file; `'throw'` keeps the whole file from being written instead. */
export type OnRefused = ((refused: RefusedRecord) => void) | 'throw';

/** Where records come in: each one is checked, counted, and becomes a line or is refused. */
export class RecordIntake {
  readonly #check: RecordCheck;
  readonly #quick: QuickLines;
  readonly #onRefused: OnRefused;
  readonly #tally = { supplied: 0, adds: 0, deletes: 0, refused: 0 };

  /** @throws {TypeError} when `onRefused` is neither a function nor 'throw' */
  constructor(context: MetaContext, onRefused: OnRefused = () => {}) {
    if (typeof onRefused !== 'function' && onRefused !== 'throw')
      throw new TypeError(
        `Cannot continue as 'onRefused' must be a function or 'throw': current value is ${show(onRefused)}`,
      );
    this.#check = new RecordCheck(context);
    this.#quick = new QuickLines(context);
    this.#onRefused = onRefused;
  }

  get tally(): MetaTally {
    const { supplied, ...parts } = this.#tally;
    assertConserved('MetaFileBuilder', supplied, parts);
    return { supplied, ...parts };
  }

  /** What is wrong with a record, which is not counted. */
  check(input: object): readonly MetaIssue[] {
    return this.#check.check({ ...input }, 'key').issues;
  }

  /** The line of a record, undefined when it is refused, and what is wrong with it. */
  take(input: unknown): { readonly line: string | undefined; readonly issues: readonly MetaIssue[] } {
    const { values, issues } = this.#check.checkFields({ ...(input as object) }, 'key');
    const index = this.#tally.supplied++;
    if (!passes(issues)) {
      this.#tally.refused += 1;
      if (this.#onRefused === 'throw') throw new MetaRecordRefused({ index, issues });
      this.#onRefused({ index, input, issues });
      return { line: undefined, issues };
    }
    this.#tally[values[0] === 'ADD' ? 'adds' : 'deletes'] += 1;
    return { line: formatLine(values), issues };
  }

  /** The same, with the line put into a block, much faster: what is no error is not told. False when there is none. */
  put(input: unknown, block: LineBytes): boolean {
    const operation = this.#quick.put(input, block);
    if (operation === undefined) {
      const { line } = this.take(input);
      if (line !== undefined) block.line(line);
      return line !== undefined;
    }
    this.#tally.supplied += 1;
    this.#tally[operation === 'ADD' ? 'adds' : 'deletes'] += 1;
    return true;
  }
}
