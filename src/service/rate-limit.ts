import { type Clock, systemClock } from '../shared/sleep.ts';

/** Lets calls through one at a time, in order, so many a second: the pace a service has documented. */
export class RateLimit {
  readonly #intervalMs: number;
  readonly #clock: Clock;
  #nextAt = 0;

  constructor(perSecond: number, clock: Clock = systemClock) {
    this.#intervalMs = 1000 / perSecond;
    this.#clock = clock;
  }

  /** Resolves when the next call may go out. */
  async turn(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const now = this.#clock.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + this.#intervalMs;
    if (at > now) await this.#clock.sleep(at - now, signal);
  }
}
