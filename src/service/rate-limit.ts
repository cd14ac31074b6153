import { type Clock, systemClock } from '../shared/sleep.ts';
import { untilAborted } from '../shared/until-aborted.ts';

/** Lets calls through one at a time, in order, so many a second: the pace a service has documented. */
export class RateLimit {
  readonly #intervalMs: number;
  readonly #clock: Clock;
  #nextAt = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(perSecond: number, clock: Clock = systemClock) {
    this.#intervalMs = 1000 / perSecond;
    this.#clock = clock;
  }

  /** Resolves when the next call may go out. Who aborts while waiting takes no turn: those behind move up. */
  async turn(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const before = this.#last;
    let leave: (then: Promise<unknown>) => void = () => {};
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    try {
      await untilAborted(before, signal);
      const wait = Math.min(this.#nextAt - this.#clock.now(), this.#intervalMs); // a clock that is set back stops nobody
      if (wait > 0) await this.#clock.sleep(wait, signal);
      const now = this.#clock.now();
      this.#nextAt = Math.max(now, Math.min(this.#nextAt, now + this.#intervalMs)) + this.#intervalMs;
    } finally {
      leave(before); // who left the line early still stands behind those before
    }
  }
}
