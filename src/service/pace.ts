import { oneOf, show } from '../shared/checks.ts';
import { type Clock, systemClock } from '../shared/sleep.ts';
import { type ImageSearchOperation, OPERATIONS } from './operations.ts';
import { RateLimit } from './rate-limit.ts';

/** Calls a second that an instance takes of each operation. */
type RequestsPerSecond = Readonly<Partial<Record<ImageSearchOperation, number | undefined>>>;

/** The instance that calls go to. */
interface Paced {
  /** The instance's region, or the endpoint that stands for it. */
  readonly where: string;
  readonly instance: string;
}

const NAMES = Object.keys(OPERATIONS) as readonly ImageSearchOperation[];

/**
 * How often a client calls each operation of an instance: the instance's own rate, else the documented one. All clients of
 * an instance in this process take turns with each other.
 */
export class Pace {
  readonly #turns: string;
  readonly #clock: Clock;
  readonly #perSecond: Map<ImageSearchOperation, number>;

  /**
   * @throws {TypeError} when a rate is named that is no operation's
   * @throws {RangeError} when a rate is not above 0
   */
  constructor({ where, instance }: Paced, own: RequestsPerSecond, clock: Clock) {
    checkRates(own);
    this.#turns = `${where} ${instance}`;
    this.#clock = clock;
    this.#perSecond = new Map(
      NAMES.flatMap((name) => {
        const perSecond = own[name] ?? OPERATIONS[name].perSecond;
        return perSecond === undefined ? [] : [[name, perSecond] as const];
      }),
    );
  }

  /** Resolves when the operation may be called: at once when it has no rate. */
  async turn(operation: ImageSearchOperation, signal?: AbortSignal): Promise<void> {
    const perSecond = this.#perSecond.get(operation);
    if (perSecond === undefined) return;
    await sharedLimit(`${this.#turns} ${operation}`, this.#clock).turn(perSecond, signal);
  }

  /** To be told when a call that had its turn has gone out. */
  sent(operation: ImageSearchOperation): void {
    const perSecond = this.#perSecond.get(operation);
    if (perSecond !== undefined) sharedLimit(`${this.#turns} ${operation}`, this.#clock).sent(perSecond);
  }

  knows(operation: ImageSearchOperation): boolean {
    return this.#perSecond.has(operation);
  }

  /** Calls a second; undefined when the operation has no rate, or it is not known yet. */
  rateOf(operation: ImageSearchOperation): number | undefined {
    return this.#perSecond.get(operation);
  }

  /** Keeps a rate that the service has told, unless there is one. */
  learn(operation: ImageSearchOperation, perSecond: number): void {
    if (!this.knows(operation)) this.#perSecond.set(operation, perSecond);
  }
}

function checkRates(own: RequestsPerSecond): void {
  if (typeof own !== 'object' || own === null) {
    throw new TypeError(
      `Cannot continue as 'requestsPerSecond' must be numbers by operation: current value is ${show(own)}`,
    );
  }
  for (const [name, perSecond] of Object.entries(own)) {
    oneOf(NAMES, 'requestsPerSecond', name);
    if (perSecond !== undefined && !(Number.isFinite(perSecond) && perSecond > 0)) {
      throw new RangeError(
        `Cannot continue as 'requestsPerSecond.${name}' must be a number above 0: current value is ${show(perSecond)}`,
      );
    }
  }
}

/** The limits of this process by instance and operation: of the machine's clock, and of each clock that was given. */
interface Limits {
  readonly ofTheMachine: Map<string, RateLimit>;
  readonly ofClock: WeakMap<Clock, Map<string, RateLimit>>;
}

/** On `globalThis`, since the ES module and the CommonJS build of this package may both be loaded. */
const LIMITS = Symbol.for('imagesearch-import.limits.1');

function sharedLimit(key: string, clock: Clock): RateLimit {
  const holder = globalThis as { [LIMITS]?: Limits };
  holder[LIMITS] ??= { ofTheMachine: new Map(), ofClock: new WeakMap() };
  const { ofTheMachine, ofClock } = holder[LIMITS];
  const limits = clock === systemClock ? ofTheMachine : (ofClock.get(clock) ?? new Map<string, RateLimit>());
  if (clock !== systemClock) ofClock.set(clock, limits);
  const limit = limits.get(key) ?? new RateLimit(clock);
  limits.set(key, limit);
  return limit;
}
