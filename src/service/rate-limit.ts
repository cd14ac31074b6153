import { type Clock, systemClock } from '../shared/sleep.ts';
import { untilAborted } from '../shared/until-aborted.ts';

/** Lets calls through one at a time, in order, so many a second. Each caller says its own pace. */
export class RateLimit {
  readonly #clock: Clock;
  #nextAt = 0;
  /** What the last turn takes, in ms. */
  #longestWaitMs = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /**
   * Resolves when the next call may go out; the call after it waits for as long as `perSecond` says. A caller that aborts
   * while it waits takes no turn: those behind it move up.
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
        const wait = Math.min(this.#nextAt - this.#clock.now(), this.#longestWaitMs); // a clock that is set back stops nobody
        if (wait <= 0) break;
        await this.#clock.sleep(wait, signal);
      }
      const now = this.#clock.now();
      this.#nextAt = Math.max(now, Math.min(this.#nextAt, now + this.#longestWaitMs)) + intervalMs;
      this.#longestWaitMs = intervalMs;
    } finally {
      leave(before); // an aborted caller passes on its predecessor's promise, so the order holds
    }
  }

  /** Counts from now on, when a call that had its turn has really gone out: a busy process may be late with it. */
  sent(perSecond: number): void {
    this.#nextAt = Math.max(this.#nextAt, this.#clock.now() + 1000 / perSecond);
  }
}

/** The second wait is for a call before that went out late. */
const MOST_WAITS = 2;
