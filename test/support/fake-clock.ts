import type { Clock } from '../../src/shared/async/sleep.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock that stands still until `advance`, or, with `auto`, one that jumps over every wait at once. */
export class FakeClock implements Clock {
  /** The waits that were asked for, in ms, oldest first. */
  readonly waits: number[] = [];
  readonly #auto: boolean;
  readonly #sleepers = new Set<Sleeper>();
  #now: number;

  constructor({ startsAt = Date.now(), auto = false } = {}) {
    this.#now = startsAt;
    this.#auto = auto;
  }

  now(): number {
    return this.#now;
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.waits.push(ms);
    if (this.#auto) {
      this.#now += ms;
      return signal?.aborted ? Promise.reject(signal.reason) : Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper = { until: this.#now + ms, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.until > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}
