import { assertConserved } from '../shared/errors/conservation.ts';
import type { CatalogueRow } from './model/catalogue-entry.ts';
import { type CatalogueSummary, PASSED_OVER, type PassedOver } from './model/catalogue-summary.ts';

/** Counts the lines of a catalogue by what became of them. */
export class RowCounts {
  readonly #counts = {
    lines: 0,
    linesOfEntries: 0,
    linesRefused: 0,
    linesPassedOver: 0,
    entries: 0,
    refused: 0,
  };
  readonly #passedOver = Object.fromEntries(PASSED_OVER.map((reason) => [reason, 0])) as Record<
    PassedOver,
    number
  >;

  /** Counts the lines of one row: what it made, or why it is none. */
  add(lines: number, read: readonly CatalogueRow[] | PassedOver): void {
    const counts = this.#counts;
    counts.lines += lines;
    if (typeof read === 'string') {
      counts.linesPassedOver += lines;
      this.#passedOver[read] += lines;
      return;
    }
    let entries = 0;
    for (const { entry } of read) if (entry !== undefined) entries += 1;
    counts.entries += entries;
    counts.refused += read.length - entries;
    counts[entries > 0 ? 'linesOfEntries' : 'linesRefused'] += lines;
  }

  /** Entries, and rows or single images that were refused. */
  get rows(): number {
    return this.#counts.entries + this.#counts.refused;
  }

  get summary(): CatalogueSummary {
    const { lines, linesOfEntries, linesRefused, linesPassedOver } = this.#counts;
    assertConserved('readCatalogue', lines, { linesOfEntries, linesRefused, linesPassedOver });
    assertConserved('readCatalogue', linesPassedOver, this.#passedOver);
    return { ...this.#counts, passedOver: { ...this.#passedOver } };
  }

  /** What was passed over, in words. */
  get told(): string {
    const counts = Object.entries(this.#passedOver).filter(([, count]) => count > 0);
    return counts.length === 0
      ? 'it is empty'
      : `all it holds was passed over (${counts.map(([reason, count]) => `${count} ${reason}`).join(', ')})`;
  }
}
