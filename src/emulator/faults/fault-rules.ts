import { type CheckedRule, checkFaultRule, type FaultRule, type KnownOperations } from './fault-rule.ts';
import type { FaultService } from './struck-call.ts';

/** A rule that was added. */
export interface FaultHandle {
  /** How many calls it struck. */
  readonly strikes: number;
  /** Takes the rule back. What it struck already stays struck. */
  remove(): void;
}

/** What to do to one call. */
export interface Fault extends Pick<CheckedRule, 'kind' | 'workDone' | 'delayMs'> {
  /** Aborts when whoever still waits must not wait any longer. */
  readonly signal: AbortSignal;
}

/** The faults that are asked for, in order, and how often each came. */
export class FaultRules {
  readonly #known: KnownOperations;
  readonly #first: readonly CheckedRule[];
  #counted: CountedRule[] = [];
  #era = new AbortController();

  /**
   * @param first are there from the start, and again after each `reset()`
   * @throws {TypeError | RangeError} for a rule that is none
   */
  constructor(first: readonly FaultRule[], known: KnownOperations) {
    this.#known = known;
    this.#first = first.map((rule) => checkFaultRule(rule, known));
    this.reset();
  }

  /** @throws {TypeError | RangeError} for a rule that is none */
  add(rule: FaultRule): FaultHandle {
    const counted = new CountedRule(checkFaultRule(rule, this.#known));
    this.#counted.push(counted);
    return {
      get strikes() {
        return counted.strikes;
      },
      remove: () => {
        this.#counted = this.#counted.filter((one) => one !== counted);
      },
    };
  }

  concern(service: FaultService): boolean {
    return this.#counted.some(({ rule }) => rule.service === undefined || rule.service === service);
  }

  /** Counts a call. The first rule that fits and is not used up strikes; the others have only seen it. */
  strike(service: FaultService, operation: string | undefined): Fault | undefined {
    const due = this.#counted.filter((counted) => counted.sees(service, operation));
    const [first] = due;
    if (first === undefined) return undefined;
    first.strikes += 1;
    return { ...first.rule, signal: this.#era.signal };
  }

  /** The rules of the start, unused; whoever waits for a fault of before is let go. */
  reset(): void {
    this.letGo(new Error('The emulator was reset'));
    this.#counted = this.#first.map((rule) => new CountedRule(rule));
  }

  /** Ends every wait. */
  letGo(reason: Error): void {
    this.#era.abort(reason);
    this.#era = new AbortController();
  }
}

class CountedRule {
  readonly rule: CheckedRule;
  strikes = 0;
  #calls = 0;

  constructor(rule: CheckedRule) {
    this.rule = rule;
  }

  /** Counts a call that it is about, and tells whether it would strike. */
  sees(service: FaultService, operation: string | undefined): boolean {
    const { rule } = this;
    if (rule.service !== undefined && rule.service !== service) return false;
    if (rule.operation !== undefined && rule.operation !== operation) return false;
    this.#calls += 1;
    return this.#calls >= rule.from && this.strikes < rule.times;
  }
}
