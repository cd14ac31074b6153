import type { Severity } from '../../shared/errors/issue.ts';
import type { MetaContext } from '../model/meta-context.ts';
import type { META_FIELDS } from '../model/meta-fields.ts';
import { fieldBounds } from '../rules/field-bounds.ts';
import { INT32 } from '../rules/limits.ts';
import type { FieldRule } from '../rules/meta-rule.ts';
import { PLAIN_NAME } from '../rules/plain-name.ts';
import { CONTROL, type Constant, constant, ESCAPED } from './line-bytes.ts';

/** What the rules say of a field, in a form that is quick to ask. */
export interface ValueBounds {
  readonly type: (typeof META_FIELDS)[number]['type'];
  /** What stands before its value in a line. */
  readonly before: Constant;
  readonly minLength: number;
  readonly maxLength: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Undefined where no rule lists the values. */
  readonly values: ReadonlySet<unknown> | undefined;
  /** The classes of characters that no value has, as bits. */
  readonly unwanted: number;
  /** What keeps all of `others` at a glance. */
  readonly plain: RegExp | undefined;
  /** What the rules ask that say more than that. */
  readonly others: readonly FieldRule<unknown>['ofValue'][];
}

export interface LineBounds {
  /** In the order of META_FIELDS. */
  readonly fields: readonly ValueBounds[];
  /** For each character below 256, the classes it is of, as bits. */
  readonly classes: Int32Array;
}

/** A text without a limit of its own is left to the rules when it is longer. */
const LONGEST_TEXT = 4096;

/** The bounds of the rules of some severities, for one context. */
export function lineBounds(context: MetaContext, severities: readonly Severity[]): LineBounds {
  const { fields, classes } = fieldBounds(context, severities);
  return {
    fields: fields.map(
      ({ field: { wire, type }, minLength, maxLength, minimum, maximum, values, forbidden, others }) => ({
        type,
        before: constant(`,"${wire}":`),
        minLength,
        maxLength: Math.min(LONGEST_TEXT, maxLength),
        minimum: Math.max(INT32.minimum, minimum),
        maximum: Math.min(INT32.maximum, maximum),
        values: values && new Set(values),
        unwanted: forbidden,
        plain:
          others.length > 0 && others.every(({ code }) => PLAIN_NAME.keeps.includes(code))
            ? PLAIN_NAME.pattern
            : undefined,
        others: others.map(({ ofValue }) => ofValue),
      }),
    ),
    classes: Int32Array.from(classes, (bits, code) => bits | writingOf(code)),
  };
}

/** How JSON writes a character below 256: as it is, behind a backslash, or as more than that. */
function writingOf(code: number): number {
  const written = JSON.stringify(String.fromCharCode(code)).length;
  if (written === 3) return 0;
  return written === 4 && code >= 0x20 ? ESCAPED : CONTROL;
}
