import { type CheckedRule, checkFaultRule, type FaultRule, type KnownOperations } from './fault-rule.ts';
import type { FaultService } from './faulted-call.ts';

/** A rule that was added. */
export interface FaultHandle {
  /** How many calls the rule was applied to. */
  readonly hits: number;
  /** Removes the rule. A call that it was applied to already still gets the fault. */
  remove(): void;
}

/** What to do to one call. */
export interface Fault extends Pick<CheckedRule, 'kind' | 'workDone' | 'delayMs'> {
  /** Aborts when a fault that is still waiting must end. */
  readonly signal: AbortSignal;
}

/** The fault rules in their order, and how often each was applied. */
export class FaultRules {
  readonly #known: KnownOperations;
  readonly #first: readonly CheckedRule[];
  #counted: CountedRule[] = [];
  #waits = new AbortController();

  /**
   * @param first the rules of the start, which `reset()` restores
   * @throws {TypeError | RangeError} for an invalid rule
   */
  constructor(first: readonly FaultRule[], known: KnownOperations) {
    this.#known = known;
    this.#first = first.map((rule) => checkFaultRule(rule, known));
    this.reset();
  }

  /** @throws {TypeError | RangeError} for an invalid rule */
  add(rule: FaultRule): FaultHandle {
    const counted = new CountedRule(checkFaultRule(rule, this.#known));
    this.#counted.push(counted);
    return {
      get hits() {
        return counted.hits;
      },
      remove: () => {
        this.#counted = this.#counted.filter((one) => one !== counted);
      },
    };
  }

  hasRulesFor(service: FaultService): boolean {
    return this.#counted.some(({ rule }) => rule.service === undefined || rule.service === service);
  }

  /** Counts a call for every rule that concerns it. The first of them that is due is the one applied. */
  match(service: FaultService, operation: string | undefined): Fault | undefined {
    const due = this.#counted.filter((counted) => counted.counts(service, operation));
    const [first] = due;
    if (first === undefined) return undefined;
    first.hits += 1;
    return { ...first.rule, signal: this.#waits.signal };
  }

  /** Restores the rules of the start, unused, and ends every fault that is still waiting. */
  reset(): void {
    this.abortWaits(new Error('The emulator was reset'));
    this.#counted = this.#first.map((rule) => new CountedRule(rule));
  }

  /** Ends every fault that is still waiting. */
  abortWaits(reason: Error): void {
    this.#waits.abort(reason);
    this.#waits = new AbortController();
  }
}

class CountedRule {
  readonly rule: CheckedRule;
  hits = 0;
  #calls = 0;

  constructor(rule: CheckedRule) {
    this.rule = rule;
  }

  /** Counts a call that the rule concerns, and returns whether the rule is due. */
  counts(service: FaultService, operation: string | undefined): boolean {
    const { rule } = this;
    if (rule.service !== undefined && rule.service !== service) return false;
    if (rule.operation !== undefined && rule.operation !== operation) return false;
    this.#calls += 1;
    return this.#calls >= rule.from && this.hits < rule.times;
  }
}
