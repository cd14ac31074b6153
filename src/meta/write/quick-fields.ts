import { severityIn } from '../meta-profile.ts';
import { META_FIELDS } from '../rules/meta-fields.ts';
import type { FieldRule, MetaContext } from '../rules/meta-rule.ts';
import { rulesFor } from '../rules/meta-rules.ts';
import { CONTROL, type Constant, constant, ESCAPED } from './line-bytes.ts';

/** What the rules that are errors say of a field, in a form that is quick to ask. */
export interface QuickField {
  readonly type: (typeof META_FIELDS)[number]['type'];
  /** What stands before its value in a line. */
  readonly before: Constant;
  readonly minLength: number;
  readonly maxLength: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Undefined where no rule lists the values. */
  readonly values: ReadonlySet<unknown> | undefined;
  /** The class of characters that no value has, as a bit; 0 where there is none. */
  readonly unwanted: number;
  /** What keeps all of `others` at a glance. */
  readonly plain: RegExp | undefined;
  /** What the rules ask that say more than that. */
  readonly others: readonly FieldRule<unknown>['ofValue'][];
}

export interface QuickFields {
  /** In the order of META_FIELDS. */
  readonly fields: readonly QuickField[];
  /** For each character below 256, the classes it is of, as bits. */
  readonly classes: Int32Array;
}

/** A text without a limit of its own is left to the rules when it is longer. */
const LONGEST_TEXT = 4096;
const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };

/** Reads the table of rules, for one context. */
export function quickFields(context: MetaContext): QuickFields {
  const errors = (rulesFor(context).fieldRules as readonly FieldRule<unknown>[]).filter(
    ({ severity }) => severityIn(severity, context.profile) === 'error',
  );
  const characters = [...new Set(errors.flatMap((rule) => rule.characters ?? []))];
  const fields = META_FIELDS.map(({ wire, type }): QuickField => {
    const own = errors.filter(({ field }) => field === wire);
    const limits = own.map((rule) => rule.limits?.(context) ?? {});
    const [list, ...lists] = limits.flatMap((limit) => (limit.enum === undefined ? [] : [limit.enum]));
    const others = own.filter((rule) => saysMore(rule, context));
    return {
      type,
      before: constant(`,"${wire}":`),
      minLength: Math.max(0, ...limits.map(({ minLength = 0 }) => minLength)),
      maxLength: Math.min(LONGEST_TEXT, ...limits.map(({ maxLength = LONGEST_TEXT }) => maxLength)),
      minimum: Math.max(INT32.minimum, ...limits.map(({ minimum = INT32.minimum }) => minimum)),
      maximum: Math.min(INT32.maximum, ...limits.map(({ maximum = INT32.maximum }) => maximum)),
      values: list && new Set(list.filter((value) => lists.every((one) => one.includes(value)))),
      unwanted: own.reduce(
        (bits, rule) =>
          rule.characters === undefined ? bits : bits | (1 << characters.indexOf(rule.characters)),
        0,
      ),
      plain:
        others.length > 0 && others.every(({ code }) => PLAIN.keeps.includes(code))
          ? PLAIN.pattern
          : undefined,
      others: others.map(({ ofValue }) => ofValue),
    };
  });
  return { fields, classes: classesOf(characters) };
}

const SEGMENT = '[^./\\\\\\0-\\x1f\\x7f-\\x9f][^/\\\\\\0-\\x1f\\x7f-\\x9f]*';

/** One look instead of three: segments that do not begin with a dot, and an extension, keep all of these rules. */
const PLAIN = {
  pattern: new RegExp(`^(?:${SEGMENT}/)*${SEGMENT}\\.[A-Za-z0-9]{1,8}$`),
  keeps: ['META_PIC_NAME_SLASH', 'META_PIC_NAME_EXTENSION', 'META_PIC_NAME_PATH'],
};

/** Whether a rule is more than limits and characters. */
function saysMore({ limits, characters }: FieldRule<unknown>, context: MetaContext): boolean {
  const said = limits?.(context);
  return said === undefined || (said.pattern !== undefined && said.pattern !== `^[^${characters}]*$`);
}

const classesOf = (characters: readonly string[]): Int32Array =>
  Int32Array.from({ length: 256 }, (_, code) => {
    const one = String.fromCharCode(code);
    const written = JSON.stringify(one).length;
    const writing = written === 3 ? 0 : written === 4 && code >= 0x20 ? ESCAPED : CONTROL;
    return characters.reduce(
      (bits, class_, at) => (new RegExp(`[${class_}]`, 'u').test(one) ? bits | (1 << at) : bits),
      writing,
    );
  });
