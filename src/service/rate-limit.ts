import { type Clock, systemClock } from '../shared/sleep.ts';
import { untilAborted } from '../shared/until-aborted.ts';

/** Lets calls through one at a time, in order, at the rate that each caller gives. */
export class RateLimit {
  readonly #clock: Clock;
  #nextAt = 0;
  /** The interval after the last call, in ms: no wait is longer. */
  #longestWaitMs = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /**
   * Resolves when the next call may be sent; the call after it waits 1/`perSecond` seconds. A caller that aborts while it
   * waits takes no turn: the callers behind it move up.
   */
  async turn(perSecond: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const intervalMs = 1000 / perSecond;
    const before = this.#last;
    let leave: (then: Promise<unknown>) => void = () => {};
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    try {
      await untilAborted(before, signal);
      for (let waits = 1; waits <= MOST_WAITS; waits++) {
        const wait = Math.min(this.#nextAt - this.#clock.now(), this.#longestWaitMs); // bounded, in case the clock is set back
        if (wait <= 0) break;
        await this.#clock.sleep(wait, signal);
      }
      const now = this.#clock.now();
      this.#nextAt = Math.max(now, Math.min(this.#nextAt, now + this.#longestWaitMs)) + intervalMs;
      this.#longestWaitMs = intervalMs;
    } finally {
      leave(before); // An aborted waiter passes on its predecessor's promise, so the order holds.
    }
  }

  /** Counts the interval from now, when the call was really sent: a busy process may send it late. */
  sent(perSecond: number): void {
    this.#nextAt = Math.max(this.#nextAt, this.#clock.now() + 1000 / perSecond);
  }
}

/** The second wait is needed when the call before was sent late. */
const MOST_WAITS = 2;
