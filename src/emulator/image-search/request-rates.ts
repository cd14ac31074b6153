/** Whether calls that come faster than documented are refused. */
export const RATE_RULES = ['documented', 'off'] as const;
/** What is bounded in the rate of its calls: one of `RATE_RULES`. */
export type RateRule = (typeof RATE_RULES)[number];

/** Below one second, so that a client that keeps the rate is not refused when the network shortens the time between calls. */
const WINDOW_MS = 950;

/** Counts the calls of each instance within the last second, by operation. */
export class RequestRates {
  /** Start times of the calls within the window, oldest first; at most as many as the rate allows. */
  readonly #begun = new Map<string, number[]>();

  /** False when `perSecond` calls have begun within the second before; such a call does not count. */
  admit(key: string, perSecond: number, now: number): boolean {
    const recent = (this.#begun.get(key) ?? []).filter((time) => now - time < WINDOW_MS);
    const admitted = recent.length < perSecond;
    if (admitted) recent.push(now);
    this.#begun.set(key, recent);
    return admitted;
  }

  /** Forgets every call. */
  clear(): void {
    this.#begun.clear();
  }
}
