/**
 * How long an import may still ask on, over all its shards: each shard brings its share of the whole time, and what one
 * leaves the next ones may use. So the first shard that misses an image cannot use up the time of all others.
 */
export class VerificationBudget {
  readonly #wholeMs: number;
  #share = 0;
  #spentMs = 0;

  /** @param minutes the whole time; with 0, an import never asks on */
  constructor(minutes: number) {
    this.#wholeMs = minutes * 60_000;
  }

  /** Adds the time of a share of the import, from 0 to 1. All shares together bring the whole time and no more. */
  add(share: number): void {
    this.#share = Math.min(1, this.#share + share);
  }

  get leftMs(): number {
    return Math.max(0, this.#share * this.#wholeMs - this.#spentMs);
  }

  spend(ms: number): void {
    this.#spentMs += ms;
  }
}
