import { MAX_TIMER_MS } from './sleep.ts';

/** A signal that aborts when a time is over, or when the caller's does. To be cleared, or its timer stays. */
export class Deadline {
  readonly signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #over = new AbortController();

  /** @param ms undefined for a time that is never over */
  constructor(ms: number | undefined, signal: AbortSignal | undefined) {
    if (ms === undefined) {
      this.signal = signal;
      return;
    }
    this.signal = signal === undefined ? this.#over.signal : AbortSignal.any([signal, this.#over.signal]);
    const over = () => this.#over.abort(new Error('The time is over'));
    this.#timer = setTimeout(over, Math.min(ms, MAX_TIMER_MS));
  }

  /** Whether something was rejected because the time is over. */
  ended(error: unknown): boolean {
    return this.#over.signal.aborted && error === this.#over.signal.reason;
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
