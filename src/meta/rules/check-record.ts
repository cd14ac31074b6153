import { passes } from '../../shared/errors/issue.ts';
import { show } from '../../shared/options/checks.ts';
import type { ImageSize, MetaContext } from '../model/meta-context.ts';
import { META_FIELDS } from '../model/meta-fields.ts';
import { severityIn } from '../model/meta-profile.ts';
import type { MetaRecord } from '../model/meta-record.ts';
import { parseRegion, type Region } from '../model/region.ts';
import { type FieldGlance, fieldGlances } from './field-glances.ts';
import { draftOf, type FieldValues, noValues, recordOfValues } from './field-values.ts';
import type { MetaIssue } from './meta-issue.ts';
import type { MetaIssueCode } from './meta-issue-code.ts';
import type { FieldRule, MetaDraft, MetaRule, RecordRule } from './meta-rule.ts';
import { rulesFor } from './meta-rules.ts';
import { REGION_OUTSIDE } from './record-rules.ts';
import { type Naming, UnknownKeys } from './unknown-keys.ts';

export interface CheckedFields {
  readonly values: FieldValues;
  readonly issues: readonly MetaIssue[];
}

export interface CheckedRecord {
  /** Present when no issue is an error. */
  readonly record: MetaRecord | undefined;
  readonly issues: readonly MetaIssue[];
}

/** Reads a record's fields out of an object and asks every rule that holds for the context. */
export class RecordCheck {
  readonly #context: MetaContext;
  /** By field, in the order of META_FIELDS. */
  readonly #fieldRules: readonly (readonly FieldRule<unknown>[])[];
  readonly #glances: readonly FieldGlance[];
  readonly #recordRules: readonly RecordRule[];
  readonly #unknownKeys = new UnknownKeys();

  constructor(context: MetaContext) {
    this.#context = context;
    const { fieldRules, recordRules } = rulesFor(context);
    this.#fieldRules = META_FIELDS.map(({ wire }) =>
      fieldRules.filter(({ field }) => field === wire),
    ) as unknown as readonly FieldRule<unknown>[][]; // a reader has made sure of the value's type
    this.#glances = fieldGlances(context);
    this.#recordRules = recordRules;
  }

  /** The record that an object is, and what is wrong with it. */
  check(raw: Readonly<Record<string, unknown>>, naming: Naming): CheckedRecord {
    const { values, issues } = this.checkFields(raw, naming);
    return { record: passes(issues) ? recordOfValues(values) : undefined, issues };
  }

  /**
   * The same for a line whose fields have the right types.
   *
   * @param doubtful the fields, as bits, whose rules are to be asked: the others are known to keep theirs
   * @param unknown a key of the line that is no field's
   */
  checkTyped(draft: MetaDraft, doubtful: number, unknown: string | undefined): CheckedRecord {
    const issues = unknown === undefined ? [] : [this.unknownKey(unknown)];
    for (let n = 0; n < META_FIELDS.length; n++) {
      if ((doubtful & (1 << n)) === 0) continue;
      const value = draft[(META_FIELDS[n] as (typeof META_FIELDS)[number]).key];
      if (value === undefined) continue;
      for (const rule of this.#fieldRules[n] ?? [])
        this.#report(issues, rule, rule.ofValue(value, this.#context));
    }
    for (const rule of this.#recordRules) this.#report(issues, rule, rule.ofRecord(draft, this.#context));
    return { record: passes(issues) ? (draft as MetaRecord) : undefined, issues };
  }

  /** The same, field by field. */
  checkFields(raw: Readonly<Record<string, unknown>>, naming: Naming): CheckedFields {
    const values = noValues();
    const issues = this.#readFields(raw, naming, values);
    for (let n = 0; n < values.length; n++) {
      const value = values[n];
      if (value === undefined || this.#glances[n]?.(value)) continue;
      for (const rule of this.#fieldRules[n] ?? [])
        this.#report(issues, rule, rule.ofValue(value, this.#context));
    }
    const draft = draftOf(values);
    for (const rule of this.#recordRules) this.#report(issues, rule, rule.ofRecord(draft, this.#context));
    return { values, issues };
  }

  /** What is wrong with a record once the sides of its image are known. */
  checkSides(record: MetaRecord, sides: ImageSize): readonly MetaIssue[] {
    const issues: MetaIssue[] = [];
    const context = { ...this.#context, sizeOf: () => sides };
    this.#report(issues, REGION_OUTSIDE, REGION_OUTSIDE.ofRecord(record, context));
    return issues;
  }

  /** Puts the values of known fields in their places; returns what is wrong with names and types. */
  #readFields(raw: Readonly<Record<string, unknown>>, naming: Naming, values: unknown[]): MetaIssue[] {
    const issues: MetaIssue[] = [];
    const places = PLACES[naming];
    const readers = READERS[naming];
    let unknown: ReturnType<UnknownKeys['ofRecord']> | undefined;
    for (const name in raw) {
      if (!Object.hasOwn(raw, name)) continue;
      const value = raw[name];
      const place = places.get(name);
      if (place === undefined) {
        unknown ??= this.#unknownKeys.ofRecord(naming);
        const issue = unknown.take(name, value);
        if (issue !== undefined) issues.push(issue);
      } else if (value !== undefined) {
        const read = (readers[place] as (typeof readers)[number])(value);
        if (read === undefined) issues.push(wrongType(place, value, naming));
        else values[place] = read;
      }
    }
    if (unknown !== undefined) issues.push(...unknown.more());
    return issues;
  }

  /** What is wrong with a key of the file that is no field's. */
  unknownKey(name: string): MetaIssue {
    return this.#unknownKeys.issueOf(name);
  }

  /** One error of a field is enough. */
  #report(issues: MetaIssue[], { code, field, severity }: MetaRule, message: string | undefined): void {
    if (message === undefined) return;
    if (issues.some((issue) => issue.field === field && issue.severity === 'error')) return;
    issues.push({
      code: code as MetaIssueCode,
      severity: severityIn(severity, this.#context.profile),
      path: [field],
      field,
      message,
    });
  }
}

const PLACES = {
  json: new Map<string, number>(META_FIELDS.map(({ wire }, n) => [wire, n])),
  record: new Map<string, number>(META_FIELDS.map(({ key }, n) => [key, n])),
};

const EXPECTED = {
  string: 'a string',
  integer: 'an integer without quotes',
  boolean: 'true or false without quotes',
  region: 'a string of four non-negative integers, "x1,x2,y1,y2"',
};

const EXPECTED_IN_CODE = 'an object { x1, x2, y1, y2 } of integers from 0 to 999999999';

/** The value a field of this type holds, or undefined when it is of another type. */
const READ = {
  string: (value: unknown) => (typeof value === 'string' ? value : undefined),
  integer: (value: unknown) => (Number.isSafeInteger(value) ? value : undefined),
  boolean: (value: unknown) => (typeof value === 'boolean' ? value : undefined),
  region: (value: unknown) => (typeof value === 'string' ? parseRegion(value) : undefined),
} satisfies Record<(typeof META_FIELDS)[number]['type'], (value: unknown) => unknown>;

/** By field. The file has regions as text only; in code they are objects too. */
const READERS = {
  json: META_FIELDS.map(({ type }) => READ[type]),
  record: META_FIELDS.map(({ type }) => (type === 'region' ? asRegion : READ[type])),
} satisfies Record<Naming, unknown>;

/** The region that a value in code is: an object, or text as in the file. */
export function asRegion(value: unknown): Region | undefined {
  if (typeof value !== 'object' || value === null) return READ.region(value);
  const { x1, x2, y1, y2 } = value as Record<string, unknown>;
  return isSide(x1) && isSide(x2) && isSide(y1) && isSide(y2) ? { x1, x2, y1, y2 } : undefined;
}

/** Nine digits, as many as the wire string can have. */
const isSide = (side: unknown): side is number =>
  Number.isInteger(side) && (side as number) >= 0 && (side as number) < 1e9;

function wrongType(place: number, value: unknown, naming: Naming): MetaIssue {
  const { wire, type } = META_FIELDS[place] as (typeof META_FIELDS)[number];
  const message = `${wire} is ${show(value)}: it must be ${naming === 'record' && type === 'region' ? EXPECTED_IN_CODE : EXPECTED[type]}`;
  return { code: 'META_WRONG_TYPE', severity: 'error', path: [wire], field: wire, message };
}
