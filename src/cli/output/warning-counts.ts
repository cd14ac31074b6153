import { counted } from './counted.ts';

/** How many examples are kept of each code. */
const MOST_EXAMPLES = 10;

/** Counts warnings of accepted entries by their code, and keeps some of each: a whole catalogue may have the same one. */
export class WarningCounts {
  readonly #codes = new Map<string, { count: number; readonly examples: string[] }>();

  /** @param line what to print of the warning, should it be an example */
  add(code: string, line: () => string): void {
    const known = this.#codes.get(code) ?? { count: 0, examples: [] };
    this.#codes.set(code, known);
    known.count += 1;
    if (known.examples.length < MOST_EXAMPLES) known.examples.push(line());
  }

  /** For each code a line with its count, and its examples below it; the most frequent code first. */
  lines(): string[] {
    const byCount = [...this.#codes].toSorted(([, one], [, other]) => other.count - one.count);
    return byCount.flatMap(([code, { count, examples }]) => {
      return [
        `${counted(count, 'warning')} ${code}${count > examples.length ? ', such as' : ''}:`,
        ...examples,
      ];
    });
  }
}
