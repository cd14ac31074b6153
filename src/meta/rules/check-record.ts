import { show } from '../../shared/checks.ts';
import type { ServiceType } from '../../shared/service-type.ts';
import type { MetaIssue } from '../meta-issue.ts';
import { type MetaProfile, severityIn } from '../meta-profile.ts';
import type { MetaRecord } from '../meta-record.ts';
import { META_FIELDS } from './meta-fields.ts';
import { META_RULES, type MetaDraft } from './meta-rules.ts';
import { parseRegion, type Region } from './region.ts';

/** What the rules need to know beside the record. */
export interface MetaContext {
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
}

export interface CheckedRecord {
  /** Present when no issue is an error. */
  readonly record: MetaRecord | undefined;
  readonly issues: readonly MetaIssue[];
}

/**
 * Reads a record's fields out of an object and asks every rule.
 *
 * @param naming whether the object's keys are the file's names (`ProductId`) or the code's (`productId`)
 */
export function checkRecord(
  raw: Readonly<Record<string, unknown>>,
  naming: 'wire' | 'key',
  { serviceType, profile }: MetaContext,
): CheckedRecord {
  const { draft, issues } = readFields(raw, naming);
  for (const { code, severity, field, test } of META_RULES) {
    const message = test(draft, serviceType);
    if (message === undefined || issues.some((issue) => issue.field === field && issue.severity === 'error'))
      continue;
    issues.push({ code, severity: severityIn(severity, profile), path: [field], field, message });
  }
  // Every rule passed, so the draft has what its operation needs.
  const record = issues.some(({ severity }) => severity === 'error') ? undefined : (draft as MetaRecord);
  return { record, issues };
}

function readFields(raw: Readonly<Record<string, unknown>>, naming: 'wire' | 'key') {
  const draft: Record<string, unknown> = {};
  const issues: MetaIssue[] = [];
  const wrong = (field: string, message: string) =>
    issues.push({ code: 'META_WRONG_TYPE', severity: 'error', path: [field], field, message });
  let known = 0;
  for (const { wire, key, type } of META_FIELDS) {
    const name = naming === 'wire' ? wire : key;
    if (!Object.hasOwn(raw, name)) continue;
    known += 1;
    const value = raw[name];
    if (value === undefined) continue; // as JSON.stringify reads it: not there
    const read = READ[type](value, naming);
    if (read === undefined) wrong(wire, `${wire} is ${show(value)}: it must be ${EXPECTED[type]}`);
    else draft[key] = read;
  }
  if (Object.keys(raw).length > known) issues.push(...unknownKeys(raw, naming));
  return { draft: draft as MetaDraft, issues };
}

const EXPECTED = {
  string: 'a string',
  integer: 'an integer without quotes',
  boolean: 'true or false without quotes',
  region: 'a string of four non-negative integers, "x1,x2,y1,y2"',
};

/** The value a field of this type holds, or undefined when it is of another type. */
const READ = {
  string: (value: unknown) => (typeof value === 'string' ? value : undefined),
  integer: (value: unknown) => (Number.isSafeInteger(value) ? value : undefined),
  boolean: (value: unknown) => (typeof value === 'boolean' ? value : undefined),
  region: (value: unknown, naming: 'wire' | 'key') =>
    typeof value === 'string' ? parseRegion(value) : naming === 'key' ? asRegion(value) : undefined, // the file has text only
} satisfies Record<(typeof META_FIELDS)[number]['type'], (value: unknown, naming: 'wire' | 'key') => unknown>;

function asRegion(value: unknown): Region | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { x1, x2, y1, y2 } = value as Record<string, unknown>;
  const sides = [x1, x2, y1, y2];
  const whole = sides.every(
    (side) => Number.isInteger(side) && (side as number) >= 0 && (side as number) < 1e9,
  );
  return whole ? ({ x1, x2, y1, y2 } as Region) : undefined;
}

function unknownKeys(raw: Readonly<Record<string, unknown>>, naming: 'wire' | 'key'): MetaIssue[] {
  const names = new Set<string>(META_FIELDS.map((field) => field[naming]));
  return Object.keys(raw)
    .filter((name) => !names.has(name))
    .map((name) => {
      const meant = [...names].find((one) => plain(one) === plain(name));
      return {
        code: 'META_UNKNOWN_KEY',
        severity: 'warning',
        path: [name],
        field: name,
        message: `${show(name)} is not a field of increment.meta${meant ? `: did you mean "${meant}"?` : ' and has no effect'}`,
      };
    });
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
