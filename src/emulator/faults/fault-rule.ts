import { atLeast, oneOf, show } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { FAULT_KINDS, FAULTS, type FaultKind, type FaultRow } from './fault-kinds.ts';
import type { FaultService } from './faulted-call.ts';

/** Which calls get a wrong answer, and which one. Plain data: a rule may come from JSON. */
export interface FaultRule {
  /** What goes wrong, of `FAULT_KINDS`. */
  readonly kind: FaultKind;
  /** At which service; without it at both. @default both */
  readonly service?: FaultService | undefined;
  /** `IncreaseInstance`, `PutObject`, … @default every request, whatever it asks for */
  readonly operation?: string | undefined;
  /** Whether the emulator does what was asked before the answer goes wrong. @default by kind, mostly false */
  readonly workDone?: boolean | undefined;
  /** The first call that the rule applies to, counted from 1 since the rule was added. @default 1 */
  readonly from?: number | undefined;
  /** How many calls the rule applies to. @default 1 */
  readonly times?: number | 'always' | undefined;
  /** How long the emulator waits before the fault, in ms; `slow` needs it. @default 0 */
  readonly delayMs?: number | undefined;
}

/** The names of the operations of each service. */
export type KnownOperations = Readonly<Record<FaultService, readonly string[]>>;

/** A rule with its defaults. */
export type CheckedRule = ReturnType<typeof checkFaultRule>;

/** @throws {TypeError | RangeError} for a rule that is invalid, or that could never apply */
export function checkFaultRule(rule: FaultRule, known: KnownOperations) {
  if (typeof rule !== 'object' || rule === null) wrong('must be an object', rule);
  knownOptions('a fault rule', rule, FIELDS);
  const kind = oneOf(FAULT_KINDS, 'kind', rule.kind);
  const service = rule.service === undefined ? undefined : oneOf(FAULT_SERVICES, 'service', rule.service);
  const names = service === undefined ? Object.values(known).flat() : known[service];
  return {
    kind,
    service,
    operation: rule.operation === undefined ? undefined : oneOf(names, 'operation', rule.operation),
    workDone: checkWork(kind, rule.workDone),
    from: atLeast(1, 'from', rule.from ?? 1),
    times: rule.times === 'always' ? Number.POSITIVE_INFINITY : atLeast(1, 'times', rule.times ?? 1),
    delayMs: atLeast(kind === 'slow' ? 1 : 0, 'delayMs', rule.delayMs ?? 0),
  } as const;
}

const FAULT_SERVICES: readonly FaultService[] = ['imageSearch', 'oss'];

const FIELDS: OptionNames<FaultRule> = {
  ...{ kind: true, service: true, operation: true, workDone: true, from: true, times: true, delayMs: true },
};

function checkWork(kind: FaultKind, workDone: boolean | undefined): boolean {
  const { work }: FaultRow = FAULTS[kind];
  if (workDone !== undefined && typeof workDone !== 'boolean')
    wrong("'workDone' must be a boolean", workDone);
  if (work === 'always' && workDone === false) wrong(`'workDone' must be true for ${kind}`, workDone);
  return workDone ?? work !== 'no';
}

function wrong(rule: string, value: unknown): never {
  throw new TypeError(`Cannot add a fault as its rule ${rule}: current value is ${show(value)}`);
}
