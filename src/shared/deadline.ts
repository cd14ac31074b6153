import { MAX_TIMER_MS } from './sleep.ts';

/** A signal that aborts when a time is over, or when the caller's signal aborts. Call clear(), which stops the timer. */
export class Deadline {
  readonly signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #over = new AbortController();

  /** @param ms undefined for no time limit */
  constructor(ms: number | undefined, signal: AbortSignal | undefined) {
    if (ms === undefined) {
      this.signal = signal;
      return;
    }
    this.signal = signal === undefined ? this.#over.signal : AbortSignal.any([signal, this.#over.signal]);
    const over = () => this.#over.abort(new Error('The time is over'));
    this.#timer = setTimeout(over, Math.min(ms, MAX_TIMER_MS));
  }

  /** Whether the error is the rejection that this deadline caused. */
  ended(error: unknown): boolean {
    return this.#over.signal.aborted && error === this.#over.signal.reason;
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
