/** Whether calls that come faster than documented are refused. */
export const RATE_RULES = ['documented', 'off'] as const;
export type RateRule = (typeof RATE_RULES)[number];

/** A client that keeps to the pace is not refused for what the line adds to or takes from the time between two calls. */
const WINDOW_MS = 950;

/** How many calls a second each instance has let in, by operation. */
export class RequestRates {
  /** When the last calls of each kind began, oldest first, never more of them than one second may have. */
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
