import { growingDelay } from '../shared/async/growing-delay.ts';
import type { Clock } from '../shared/async/sleep.ts';
import { type ImageSearchError, isImageSearchError } from '../shared/errors/image-search-error.ts';
import { shortageOf } from '../shared/errors/shortage.ts';
import { atLeast, callable } from '../shared/options/checks.ts';
import { mayBeReachedAgain, mayBeWrongAddress } from './errors/network-error.ts';

/** How long calls wait for a service that is away, in ms, where nobody says otherwise: a batch task runs for hours. */
export const DEFAULT_PATIENCE_MS = 600_000;

/** How often a wait that goes on is told. */
const TELL_EVERY_MS = 5_000;

/** A service that does not answer, as a `Patience` tells it. */
export interface ServiceAway {
  /** Of the last error. */
  readonly code: string;
  /** How long the service has been away, and how long calls will wait for it in all. */
  readonly awayMs: number;
  /** How long it is waited for, in ms. */
  readonly patienceMs: number;
}

/** The options of a client or a function that waits for a service that is away. */
export interface WaitingOptions {
  /**
   * How long a service that is away is waited for, in ms, each time anew. With 0, nothing is waited for.
   * At the first contact a service that cannot be reached is not waited for: its address is wrong, as a rule.
   */
  readonly patienceMs?: number | undefined;
  /** Called at the first wait of an outage and then every few seconds, and without an argument once it is over. */
  readonly onWaiting?: ((away?: ServiceAway) => void) | undefined;
}

/** @throws {TypeError | RangeError} for a value that an option cannot have */
export function patienceOf(
  { patienceMs, onWaiting }: WaitingOptions,
  defaultMs: number,
  clock: Clock,
): Patience {
  if (onWaiting !== undefined) callable('onWaiting', onWaiting);
  return new Patience({
    clock,
    patienceMs: atLeast(0, 'patienceMs', patienceMs ?? defaultMs),
    onAway: onWaiting,
  });
}

export interface PatienceOptions {
  readonly clock: Clock;
  /** How long a service may be away on end, in ms. With 0, no call is repeated. */
  readonly patienceMs: number;
  /** Called at the first wait of an outage and then every few seconds, and without an argument once it is over. */
  readonly onAway?: ((away?: ServiceAway) => void) | undefined;
}

export interface PatientCallOptions {
  readonly signal?: AbortSignal | undefined;
  /** No wait goes beyond this time, in ms since 1970. @default no limit */
  readonly until?: number | undefined;
  /** How often the call is tried while the service answers others: then the trouble is its own. @default no limit */
  readonly ownTries?: number | undefined;
  /** Whether the same call may succeed later. @default the `mayPass` of this Patience */
  readonly mayPass?: ((error: ImageSearchError) => boolean) | undefined;
}

/** Errors that a call has waited for in vain: where calls contain each other, the outer one does not wait once more. */
const waitedInVain = new WeakSet<ImageSearchError>();

/**
 * Repeats calls of a service while it is away. An outage begins with an error that may pass, is shared by all calls in
 * flight, and ends when one of them is answered. When it has lasted for `patienceMs`, each call throws its last error at
 * once, until one is answered. A call that keeps failing while others are answered is repeated for `patienceMs`, too.
 */
export class Patience {
  readonly #clock: Clock;
  readonly #patienceMs: number;
  readonly #onAway: (away?: ServiceAway) => void;
  #wasReached = false;
  #answers = 0;
  #awaySince: number | undefined;
  #toldAt: number | undefined;

  constructor({ clock, patienceMs, onAway = () => {} }: PatienceOptions) {
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    this.#onAway = onAway;
  }

  /** Notes that the service has been reached at its address, in this process or an earlier one. */
  noteReached(): void {
    this.#wasReached = true;
  }

  /** Whether the service has been away for longer than calls wait. */
  get isOver(): boolean {
    return this.#awaySince !== undefined && this.#clock.now() - this.#awaySince >= this.#patienceMs;
  }

  /** Whether the same call may succeed later. A service that cannot be reached has a wrong address, unless it was reached before. */
  mayPass(error: ImageSearchError): boolean {
    if (shortageOf(error) !== undefined) return false; // of this machine, and waited for where it occurred
    if (this.#wasReached) return error.retryable || mayBeReachedAgain(error);
    return error.retryable && !mayBeWrongAddress(error);
  }

  /**
   * The result of `call`, which is repeated while it fails in a way that may pass.
   *
   * @throws the last error of `call`, unchanged, or the signal's reason
   */
  async run<T>(call: () => Promise<T>, options: PatientCallOptions = {}): Promise<T> {
    const { signal, until = Number.POSITIVE_INFINITY, ownTries = Number.POSITIVE_INFINITY } = options;
    const { mayPass = (error: ImageSearchError) => this.mayPass(error) } = options;
    const answersBefore = this.#answers;
    let failingSince: number | undefined;
    for (let tries = 1; ; tries++) {
      signal?.throwIfAborted();
      let failure: ImageSearchError;
      try {
        const result = await call();
        this.#hear();
        return result;
      } catch (error) {
        signal?.throwIfAborted();
        if (!isImageSearchError(error) || waitedInVain.has(error)) throw error;
        if (error.requestId !== undefined) this.#wasReached = true; // every answer of the services has such an id
        failure = error;
      }
      if (!mayPass(failure)) {
        if (failure.requestId !== undefined) this.#hear();
        throw failure;
      }
      if (tries >= ownTries && this.#answers > answersBefore) throw failure;
      const now = this.#clock.now();
      this.#awaySince ??= now;
      failingSince ??= now;
      const end = Math.min(this.#awaySince + this.#patienceMs, failingSince + this.#patienceMs, until);
      if (now >= end) {
        if (this.#patienceMs > 0) waitedInVain.add(failure); // without patience, another one may wait
        this.#tellEnd();
        throw failure;
      }
      this.#tell(failure, now, this.#awaySince);
      const wait = failure.retryAfterMs ?? growingDelay(tries - 1);
      await this.#clock.sleep(Math.min(wait, end - now), signal);
    }
  }

  #hear(): void {
    this.#wasReached = true;
    this.#answers += 1;
    this.#awaySince = undefined;
    this.#tellEnd();
  }

  #tell({ code }: ImageSearchError, now: number, awaySince: number): void {
    if (this.#toldAt !== undefined && now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#onAway({ code, awayMs: now - awaySince, patienceMs: this.#patienceMs });
  }

  #tellEnd(): void {
    if (this.#toldAt === undefined) return;
    this.#toldAt = undefined;
    this.#onAway();
  }
}
