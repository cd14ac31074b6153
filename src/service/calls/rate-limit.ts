import { type Clock, systemClock } from '../../shared/async/sleep.ts';
import { untilAborted } from '../../shared/async/until-aborted.ts';

/** Lets calls through one at a time, in order, and no faster than `perSecond`, which each caller names. */
export class RateLimit {
  readonly #clock: Clock;
  #nextAt = 0;
  /** The time that the last turn takes, in ms. */
  #longestWaitMs = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /**
   * Resolves when the next call may be sent; the call after it waits for 1/`perSecond` seconds. A caller that aborts while it
   * waits takes no turn, and the callers behind it move up.
   */
  async turn(perSecond: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const intervalMs = 1000 / perSecond;
    const before = this.#last;
    let release: (then: Promise<unknown>) => void = () => {};
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    try {
      await untilAborted(before, signal);
      for (let waits = 1; waits <= MOST_WAITS; waits++) {
        const wait = Math.min(this.#nextAt - this.#clock.now(), this.#longestWaitMs); // a clock that is set back must not stop the calls
        if (wait <= 0) break;
        await this.#clock.sleep(wait, signal);
      }
      const now = this.#clock.now();
      this.#nextAt = Math.max(now, Math.min(this.#nextAt, now + this.#longestWaitMs)) + intervalMs;
      this.#longestWaitMs = intervalMs;
    } finally {
      release(before); // an aborted caller passes on its predecessor's promise, so the order holds
    }
  }

  /** Starts the interval anew when a call is really sent: a process under load may send it some time after its turn. */
  sent(perSecond: number): void {
    this.#nextAt = Math.max(this.#nextAt, this.#clock.now() + 1000 / perSecond);
  }
}

/** The second wait is needed when `sent` moved the time while this call waited. */
const MOST_WAITS = 2;
