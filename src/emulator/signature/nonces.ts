/** The nonces of the last `keptMs`, so that none is accepted twice. */
export class Nonces {
  readonly #keptMs: number;
  readonly #arrivals = new Map<string, number>();

  constructor(keptMs: number) {
    this.#keptMs = keptMs;
  }

  get size(): number {
    return this.#arrivals.size;
  }

  /** False for a nonce that was used before. */
  add(nonce: string, now: number): boolean {
    this.#forget(now - this.#keptMs);
    if (this.#arrivals.has(nonce)) return false;
    this.#arrivals.set(nonce, now);
    return true;
  }

  #forget(before: number): void {
    for (const [nonce, arrival] of this.#arrivals) {
      if (arrival >= before) return; // a map keeps the order of arrival
      this.#arrivals.delete(nonce);
    }
  }
}
