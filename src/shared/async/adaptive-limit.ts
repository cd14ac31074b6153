import { untilAborted } from './until-aborted.ts';

/** A call in flight. */
interface Permit {
  /** How often the limit had been halved when the call began. */
  readonly halvings: number;
}

/**
 * How many calls may be in flight at a service that may be overloaded: any number, until one is refused for being too many.
 * Then the number is halved, once for all calls that began before, which knew no better. It rises by one each time that as
 * many calls have succeeded as may be in flight, and ends once it has reached as many as ever were.
 */
export class AdaptiveLimit {
  #most = Number.POSITIVE_INFINITY;
  #inFlight = 0;
  /** The most calls that ever were in flight: more have never been asked for. */
  #wanted = 0;
  #halvings = 0;
  #successes = 0;
  readonly #waiting = new Set<() => void>();

  /** How many calls may be in flight; Infinity for any number. */
  get most(): number {
    return this.#most;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Begins a call, if it may. The caller must give the permit back. */
  tryBegin(): Permit | undefined {
    if (this.#inFlight >= this.#most) return undefined;
    this.#inFlight += 1;
    this.#wanted = Math.max(this.#wanted, this.#inFlight);
    return { halvings: this.#halvings };
  }

  /** Ends a call. `failed` says of a call that failed for another reason, from which nothing is learnt. */
  end(permit: Permit, result: 'succeeded' | 'throttled' | 'failed'): void {
    if (result === 'throttled' && permit.halvings === this.#halvings) this.#halve();
    if (result === 'succeeded' && permit.halvings === this.#halvings) this.#grow();
    this.#inFlight -= 1;
    this.#wake();
  }

  /**
   * Makes a call once it may begin. Calls begin in the order in which they were asked for.
   *
   * @param isThrottled whether an error says that there were too many calls
   * @throws the signal's reason, also while the call waits; what `call` throws
   */
  async run<T>(
    call: () => Promise<T>,
    isThrottled: (error: unknown) => boolean,
    signal?: AbortSignal,
  ): Promise<T> {
    const permit = (this.#waiting.size === 0 ? this.tryBegin() : undefined) ?? (await this.#begun(signal));
    let result: 'succeeded' | 'throttled' | 'failed' = 'failed';
    try {
      const value = await call();
      result = 'succeeded';
      return value;
    } catch (error) {
      if (isThrottled(error)) result = 'throttled';
      throw error;
    } finally {
      this.end(permit, result);
    }
  }

  async #begun(signal: AbortSignal | undefined): Promise<Permit> {
    let begin = () => {};
    const turn = new Promise<Permit>((resolve) => {
      begin = () => {
        const permit = this.tryBegin();
        if (permit === undefined) return;
        this.#waiting.delete(begin);
        resolve(permit);
      };
    });
    this.#waiting.add(begin);
    try {
      return await untilAborted(turn, signal);
    } catch (error) {
      const wasWaiting = this.#waiting.delete(begin);
      if (!wasWaiting) this.end(await turn, 'failed'); // its turn came in the moment of the abort
      throw error;
    }
  }

  #halve(): void {
    this.#halvings += 1;
    this.#successes = 0;
    this.#most = Math.max(1, Math.floor(Math.min(this.#most, this.#inFlight) / 2));
  }

  #grow(): void {
    this.#successes += 1;
    if (this.#successes < this.#most) return;
    this.#successes = 0;
    this.#most += 1;
    if (this.#most >= this.#wanted) this.#most = Number.POSITIVE_INFINITY;
  }

  #wake(): void {
    for (const begin of this.#waiting) {
      if (this.#inFlight >= this.#most) return;
      begin();
    }
  }
}
