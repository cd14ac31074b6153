import { MAX_TIMER_MS } from './sleep.ts';

/** A signal that aborts after a time, or when the caller's signal aborts. Call `clear()` in the end, or its timer stays. */
export class Deadline {
  readonly signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #expired = new AbortController();

  /** @param ms undefined for no time limit */
  constructor(ms: number | undefined, signal: AbortSignal | undefined) {
    if (ms === undefined) {
      this.signal = signal;
      return;
    }
    this.signal =
      signal === undefined ? this.#expired.signal : AbortSignal.any([signal, this.#expired.signal]);
    const expire = () => this.#expired.abort(new Error('The time is over'));
    this.#timer = setTimeout(expire, Math.min(ms, MAX_TIMER_MS));
  }

  /** Whether an error is the rejection by this time limit. */
  ended(error: unknown): boolean {
    return this.#expired.signal.aborted && error === this.#expired.signal.reason;
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
