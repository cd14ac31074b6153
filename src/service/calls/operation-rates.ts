import { type Clock, systemClock } from '../../shared/async/sleep.ts';
import { oneOf, show } from '../../shared/options/checks.ts';
import { type ImageSearchOperation, OPERATIONS } from './operations.ts';
import { RateLimit } from './rate-limit.ts';

/** How many calls of each operation an instance allows in a second. */
type RequestsPerSecond = Readonly<Partial<Record<ImageSearchOperation, number | undefined>>>;

/** The instance whose rates these are. */
interface RatedInstance {
  /** The instance's region; the endpoint when one was given. */
  readonly location: string;
  readonly instance: string;
}

/** A call that may be sent now. It is disposed of when the call is over, sent or not. */
export interface Turn extends Disposable {
  /** The caller reports here that the call has been sent. */
  sent(): void;
}

/** A call that waits for its turn, and how many of its operation the instance allows in a second. */
export interface RatedCall extends RatedInstance {
  readonly operation: ImageSearchOperation;
  readonly perSecond: number;
}

/** Resolves when a call may be sent. */
export type TakeTurn = (call: RatedCall, signal: AbortSignal | undefined) => Promise<Turn>;

const NAMES = Object.keys(OPERATIONS) as readonly ImageSearchOperation[];

/**
 * Limits how often a client calls each operation of an instance: to the rate that was given, else to the documented rate.
 * All clients of an instance in this process share the limits.
 */
export class OperationRates {
  readonly #instance: RatedInstance;
  readonly #takeTurn: TakeTurn;
  readonly #perSecond: Map<ImageSearchOperation, number>;

  /**
   * @param takeTurn where turns are given out, when other processes are to wait for each other, too
   * @throws {TypeError} when a rate has another name than an operation
   * @throws {RangeError} when a rate is not above 0
   */
  constructor(
    { location, instance }: RatedInstance,
    given: RequestsPerSecond,
    clock: Clock,
    takeTurn: TakeTurn = turnsOfProcess(clock),
  ) {
    checkRates(given);
    this.#instance = { location, instance };
    this.#takeTurn = takeTurn;
    this.#perSecond = new Map(
      NAMES.flatMap((name) => {
        const perSecond = given[name] ?? OPERATIONS[name].perSecond;
        return perSecond === undefined ? [] : [[name, perSecond] as const];
      }),
    );
  }

  /** Resolves when the operation may be called; immediately when the operation has no rate. */
  async turn(operation: ImageSearchOperation, signal?: AbortSignal): Promise<Turn> {
    const perSecond = this.#perSecond.get(operation);
    if (perSecond === undefined) return { sent: () => {}, [Symbol.dispose]: () => {} };
    return await this.#takeTurn({ ...this.#instance, operation, perSecond }, signal);
  }

  /** Calls a second; undefined when the operation has no rate, or the rate is not known yet. */
  rateOf(operation: ImageSearchOperation): number | undefined {
    return this.#perSecond.get(operation);
  }

  /** Sets the rate that the service reported, unless the operation has a rate already. */
  learn(operation: ImageSearchOperation, perSecond: number): void {
    if (!this.#perSecond.has(operation)) this.#perSecond.set(operation, perSecond);
  }
}

function checkRates(given: RequestsPerSecond): void {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(
      `Cannot continue as 'requestsPerSecond' must be numbers by operation: current value is ${show(given)}`,
    );
  }
  for (const [name, perSecond] of Object.entries(given)) {
    oneOf(NAMES, 'requestsPerSecond', name);
    if (perSecond !== undefined && !(Number.isFinite(perSecond) && perSecond > 0)) {
      throw new RangeError(
        `Cannot continue as 'requestsPerSecond.${name}' must be a number above 0: current value is ${show(perSecond)}`,
      );
    }
  }
}

/** The limits of this process, by instance and operation. Each injected clock has limits of its own. */
interface Limits {
  readonly ofSystemClock: Map<string, RateLimit>;
  readonly ofClock: WeakMap<Clock, Map<string, RateLimit>>;
}

/** On `globalThis`, since the ES module and the CommonJS build of this package may both be loaded. */
const LIMITS = Symbol.for('imagesearch-import.limits.1');

const turnsOfProcess =
  (clock: Clock): TakeTurn =>
  async ({ location, instance, operation, perSecond }, signal) => {
    const limit = sharedLimit(`${location} ${instance} ${operation}`, clock);
    await limit.turn(perSecond, signal);
    return { sent: () => limit.sent(perSecond), [Symbol.dispose]: () => {} };
  };

function sharedLimit(key: string, clock: Clock): RateLimit {
  const holder = globalThis as { [LIMITS]?: Limits };
  holder[LIMITS] ??= { ofSystemClock: new Map(), ofClock: new WeakMap() };
  const { ofSystemClock, ofClock } = holder[LIMITS];
  const limits = clock === systemClock ? ofSystemClock : (ofClock.get(clock) ?? new Map<string, RateLimit>());
  if (clock !== systemClock) ofClock.set(clock, limits);
  const limit = limits.get(key) ?? new RateLimit(clock);
  limits.set(key, limit);
  return limit;
}
