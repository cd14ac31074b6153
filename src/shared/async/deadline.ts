import { MAX_TIMER_MS } from './sleep.ts';

/**
 * A signal that aborts after a time, or when the caller's signal aborts. Call `clear()` in the end, or its timer and its listener
 * stay. It does without `AbortSignal.any`: Node 20 keeps something of each signal made so until the caller's signal is gone.
 */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #ending = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #isExpired = false;

  /**
   * @param ms undefined for no time limit
   * @param reason makes the signal's reason when the time is over
   */
  constructor(
    ms: number | undefined,
    signal: AbortSignal | undefined,
    reason = () => new Error('The time is over'),
  ) {
    if (ms === undefined) {
      this.signal = signal ?? this.#ending.signal;
      return;
    }
    this.signal = this.#ending.signal;
    this.#caller = signal;
    if (signal?.aborted) this.#endWithCaller();
    else signal?.addEventListener('abort', this.#endWithCaller, { once: true });
    const expire = () => {
      this.#isExpired = !this.signal.aborted;
      this.#ending.abort(reason());
    };
    this.#timer = setTimeout(expire, Math.min(ms, MAX_TIMER_MS));
  }

  /** Whether an error is the rejection by this time limit. */
  ended(error: unknown): boolean {
    return this.#isExpired && error === this.signal.reason;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#endWithCaller);
  }

  readonly #endWithCaller = () => this.#ending.abort(this.#caller?.reason);
}
