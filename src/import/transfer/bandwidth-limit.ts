import type { Clock } from '../../shared/async/sleep.ts';

/** How much may go out at once after a pause, as a time at the limit, in ms. */
const BURST_MS = 1_000;

/**
 * A token bucket: so many bytes a second on average, and a second's worth at once after a pause. Whoever takes more than there
 * is has it, and all who come later wait until it is made up for.
 */
export class BandwidthLimit {
  readonly #bytesPerMs: number;
  readonly #clock: Clock;
  /** The time from which on the bucket is not overdrawn, in ms since 1970. */
  #paidAt = Number.NEGATIVE_INFINITY;

  constructor(bytesPerSecond: number, clock: Clock) {
    this.#bytesPerMs = bytesPerSecond / 1_000;
    this.#clock = clock;
  }

  /** Resolves when so many bytes may be sent; in the order of the calls. Rejects with the signal's reason when aborted. */
  async take(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    const now = this.#clock.now();
    const beginsAt = Math.max(this.#paidAt, now - BURST_MS);
    this.#paidAt = beginsAt + bytes / this.#bytesPerMs;
    if (beginsAt > now) await this.#clock.sleep(beginsAt - now, signal);
    signal?.throwIfAborted();
  }
}
