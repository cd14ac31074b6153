import type { Severity } from '../../shared/errors/issue.ts';
import { LONE_SURROGATES } from '../../shared/text/lone-surrogate.ts';
import type { MetaContext } from '../model/meta-context.ts';
import { META_FIELDS } from '../model/meta-fields.ts';
import { severityIn } from '../model/meta-profile.ts';
import { INVISIBLE } from './invisible-characters.ts';
import type { FieldLimits, FieldRule } from './meta-rule.ts';
import { rulesFor } from './meta-rules.ts';

/** What the rules about one field say, as bounds that are quick to ask. */
export interface FieldBounds {
  readonly field: (typeof META_FIELDS)[number];
  /** Of a text, in UTF-16 units. */
  readonly minLength: number;
  /** Of a text, in UTF-16 units; Infinity where no rule limits it. */
  readonly maxLength: number;
  /** Of an integer; -Infinity where no rule limits it. */
  readonly minimum: number;
  /** Of an integer; Infinity where no rule limits it. */
  readonly maximum: number;
  /** The values that every list of values has; undefined where no rule lists any. */
  readonly values: readonly (string | number)[] | undefined;
  /** The classes of characters that a text must not have, as bits of `RecordBounds.classes`. */
  readonly forbidden: number;
  /** The rules that say more than the bounds above. */
  readonly others: readonly FieldRule<unknown>[];
  /** Every rule that can be said as limits, with them. */
  readonly limited: readonly { readonly rule: FieldRule<unknown>; readonly limits: FieldLimits }[];
}

export interface RecordBounds {
  /** In the order of META_FIELDS. */
  readonly fields: readonly FieldBounds[];
  /** For each character below 256, the classes of forbidden characters that it belongs to, as bits. */
  readonly classes: readonly number[];
}

const ALL: readonly Severity[] = ['error', 'warning'];

/**
 * Reads the table of rules, for one context: the one reading that the scanner, the writer, the schema and
 * the glances go by.
 *
 * No bound says that a text has no lone surrogate, though every text field has that rule: neither the scanner nor the writer
 * lets one pass, since UTF-8 cannot hold it.
 *
 * @param severities which rules count
 */
export function fieldBounds(context: MetaContext, severities = ALL): RecordBounds {
  const rules = (rulesFor(context).fieldRules as readonly FieldRule<unknown>[]).filter(({ severity }) =>
    severities.includes(severityIn(severity, context.profile)),
  );
  const classes = [...new Set(rules.flatMap(classOf))];
  const fields = META_FIELDS.map((field): FieldBounds => {
    const own = rules.filter((rule) => rule.field === field.wire);
    const limited = own.flatMap((rule) =>
      rule.limits === undefined ? [] : [{ rule, limits: rule.limits(context) }],
    );
    const limits = limited.map((one) => one.limits);
    const [list, ...lists] = limits.flatMap((limit) => (limit.enum === undefined ? [] : [limit.enum]));
    return {
      field,
      minLength: Math.max(0, ...limits.flatMap(({ minLength = [] }) => minLength)),
      maxLength: Math.min(...limits.flatMap(({ maxLength = [] }) => maxLength)),
      minimum: Math.max(...limits.flatMap(({ minimum = [] }) => minimum)),
      maximum: Math.min(...limits.flatMap(({ maximum = [] }) => maximum)),
      values: list?.filter((value) => lists.every((one) => one.includes(value))),
      forbidden: own.flatMap(classOf).reduce((bits, one) => bits | (1 << classes.indexOf(one)), 0),
      others: own.filter((rule) => saysMore(rule, context)),
      limited,
    };
  });
  return {
    fields,
    get classes() {
      return classBits(classes); // most who ask for the fields do not need them
    },
  };
}

const classOf = ({ characters }: FieldRule<unknown>): readonly string[] =>
  characters === undefined || characters === LONE_SURROGATES ? [] : [characters];

/** Whether a rule is more than numbers, values and forbidden characters below 256. */
function saysMore({ limits, characters }: FieldRule<unknown>, context: MetaContext): boolean {
  const said = limits?.(context);
  if (characters === INVISIBLE) return true;
  return said === undefined || (said.pattern !== undefined && said.pattern !== `^[^${characters}]*$`);
}

function classBits(classes: readonly string[]): readonly number[] {
  const patterns = classes.map((characters) => new RegExp(`[${characters}]`, 'u'));
  return Array.from({ length: 256 }, (_, code) =>
    patterns.reduce((bits, one, at) => (one.test(String.fromCharCode(code)) ? bits | (1 << at) : bits), 0),
  );
}
