import { ImportStopped } from './import-stopped.ts';
import type { OutcomeCounts } from './state/import-facts.ts';

/** So many entries are looked at before the import may stop; all of a smaller catalogue. */
const LEAST_ENTRIES = 1_000;

export interface EntryLimitsOptions {
  /** A number of entries, or below 1 a share of those looked at. */
  readonly maxRefused?: number | undefined;
  readonly maxFailed?: number | undefined;
  /** Entries of the whole catalogue, without DELETEs that an ADD replaces. */
  readonly entries: number;
}

/** Counts what is refused and what has failed, and stops the import once that is more than the caller allows. */
export class EntryLimits {
  readonly #refused: Limit;
  readonly #failed: Limit;

  constructor({ maxRefused, maxFailed, entries }: EntryLimitsOptions) {
    const least = Math.min(LEAST_ENTRIES, entries);
    this.#refused = new Limit('maxRefused', maxRefused, least);
    this.#failed = new Limit('maxFailed', maxFailed, least);
  }

  /** Counts entries that were checked, and how many of them were refused. */
  checked(entries: number, refused: number): void {
    this.#refused.count(entries, refused);
  }

  /**
   * Counts what became of the entries of a shard.
   *
   * @throws {ImportStopped} when too many have failed by now
   */
  shardSettled({ imported, deleted, failed, refused }: OutcomeCounts): void {
    this.#failed.count(imported + deleted + failed, failed, refused);
    if (this.#failed.isPassed)
      throw new ImportStopped(this.#failed.message('have failed'), 'TOO_MANY_FAILED');
  }

  /** @throws {ImportStopped} when too many of the entries that were checked were refused */
  assertRefused(): void {
    if (this.#refused.isPassed)
      throw new ImportStopped(this.#refused.message('were refused'), 'TOO_MANY_REFUSED');
  }
}

class Limit {
  readonly #option: string;
  readonly #most: number;
  readonly #least: number;
  #entries = 0;
  #bad = 0;
  /** Entries that are out of the question, but were looked at. */
  #others = 0;

  constructor(option: string, most = Number.POSITIVE_INFINITY, least: number) {
    this.#option = option;
    this.#most = most;
    this.#least = least;
  }

  count(entries: number, bad: number, others = 0): void {
    this.#entries += entries;
    this.#bad += bad;
    this.#others += others;
  }

  get isPassed(): boolean {
    const isShare = this.#most > 0 && this.#most < 1;
    return (
      this.#entries + this.#others >= this.#least && this.#bad > this.#most * (isShare ? this.#entries : 1)
    );
  }

  message(what: string): string {
    return `Import stopped as ${this.#bad} of ${this.#entries} entries ${what}, and '${this.#option}' is ${this.#most}: correct the catalogue, or continue with a higher limit`;
  }
}
