import { META_FIELDS, type MetaFieldName } from '../../rules/meta-fields.ts';
import type { MetaContext } from '../../rules/meta-rule.ts';
import { rulesFor } from '../../rules/meta-rules.ts';
import * as L from './layout.ts';

/** What the scanner is told of a field, from the tables of fields and rules. */
interface FieldSettings {
  readonly key: string;
  readonly type: number;
  readonly check: number;
  readonly minLength: number;
  readonly maxLength: number;
  /** The bits of its classes of forbidden characters. */
  readonly forbidden: number;
}

export interface ScannerSettings {
  readonly fields: readonly FieldSettings[];
  /** For each character below 256, the bits of the classes it belongs to. */
  readonly classes: readonly number[];
  readonly categories: readonly number[];
  /** Fields as bits: what a clean ADD must have and may have, what a clean DELETE has, and what goes not together. */
  readonly addNeeds: number;
  readonly addTakes: number;
  readonly deleteTakes: number;
  readonly exclusive: number;
}

/** No line has this field, so what needs it is never clean: the table of rules decides instead. */
const NEVER = 1 << 30;

/** The limits within which a line keeps every rule that holds for the context, whatever the rule's severity. */
export function scannerSettings(context: MetaContext): ScannerSettings {
  const { fieldRules: rules } = rulesFor(context);
  const classes = [...new Set(rules.flatMap(({ characters }) => characters ?? []))];
  const settingsOf = ({ wire, type }: (typeof META_FIELDS)[number]): FieldSettings => {
    const own = rules.filter(({ field }) => field === wire);
    const limits = own.flatMap((rule) => rule.limits?.(context) ?? []);
    return {
      key: wire,
      type: wire === 'OperationType' ? L.TYPE_OPERATION : TYPES[type],
      check: CHECKS[wire] ?? L.CHECK_NONE,
      minLength: Math.max(0, ...limits.map(({ minLength = 0 }) => minLength)),
      maxLength: Math.min(2 ** 31 - 1, ...limits.map(({ maxLength = 2 ** 31 - 1 }) => maxLength)),
      forbidden: own.reduce(
        (sum, { characters }) => sum | (characters === undefined ? 0 : 1 << classes.indexOf(characters)),
        0,
      ),
    };
  };
  const isAnywhere = rules.every(({ code }) => code !== 'META_PIC_NAME_OUTSIDE');
  const isDated = context.dialect !== 'current';
  const names = bits(['OperationType', 'ProductId', 'PicName']);
  const taken = META_FIELDS.filter(({ since }) => !isDated || since !== 'current').map(({ wire }) => wire);
  const unknownImages = context.imageOf === undefined ? 0 : bits(['Region']);
  return {
    fields: META_FIELDS.map(settingsOf),
    classes: classBits(classes),
    categories: rules
      .filter(({ field }) => field === 'CategoryId')
      .flatMap((rule) => (rule.limits?.(context).enum ?? []) as readonly number[]),
    addNeeds: names | bits(['CustomContent']) | (isAnywhere ? 0 : NEVER),
    addTakes: bits(taken) & ~unknownImages,
    deleteTakes: names | (isAnywhere ? 0 : NEVER),
    exclusive: bits(['Crop', 'Region']),
  };
}

const TYPES = {
  string: L.TYPE_STRING,
  integer: L.TYPE_INTEGER,
  boolean: L.TYPE_BOOLEAN,
  region: L.TYPE_REGION,
} as const;

const CHECKS: Readonly<Partial<Record<MetaFieldName, number>>> = {
  PicName: L.CHECK_OBJECT_NAME,
  CategoryId: L.CHECK_CATEGORY,
};

const bits = (names: readonly MetaFieldName[]): number =>
  META_FIELDS.reduce((sum, { wire }, at) => (names.includes(wire) ? sum | (1 << at) : sum), 0);

/** For each character below 256, the bits of the classes it belongs to. */
function classBits(classes: readonly string[]): readonly number[] {
  const patterns = classes.map((characters) => new RegExp(`[${characters}]`, 'u'));
  return Array.from({ length: 256 }, (_, code) =>
    patterns.reduce((sum, one, at) => (one.test(String.fromCharCode(code)) ? sum | (1 << at) : sum), 0),
  );
}
