import { IMAGE_EXTENSIONS } from '../../../shared/model/image-extensions.ts';
import type { MetaContext } from '../../model/meta-context.ts';
import { META_FIELDS, type MetaFieldName } from '../../model/meta-fields.ts';
import { type FieldBounds, fieldBounds } from '../../rules/field-bounds.ts';
import { INVISIBLE_RANGES } from '../../rules/invisible-characters.ts';
import { INT32 } from '../../rules/limits.ts';
import * as L from './layout.ts';

/** What the scanner needs to know of a field, from the tables of fields and rules. */
interface FieldSettings {
  readonly key: string;
  readonly type: number;
  readonly check: number;
  readonly minLength: number;
  readonly maxLength: number;
  /** The bits of its classes of forbidden characters. */
  readonly forbidden: number;
  /** Whether no character of `ranges` may stand in it. */
  readonly visible: boolean;
}

export interface ScannerSettings {
  readonly fields: readonly FieldSettings[];
  /** For each character below 256, the bits of the classes it belongs to. */
  readonly classes: readonly number[];
  readonly categories: readonly number[];
  /** The first and the last of the invisible characters, in ranges. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Those that PicName may have, in lower case. */
  readonly extensions: readonly string[];
  /** Fields as bits: what a clean ADD must have and may have, what a clean DELETE has, and what goes not together. */
  readonly addNeeds: number;
  readonly addTakes: number;
  readonly deleteTakes: number;
  readonly exclusive: number;
  /** The fields of which the program does not know all rules, as bits. */
  readonly doubtful: number;
}

/** No line has this field, so what needs it is never clean: the table of rules decides instead. */
const NEVER = 1 << 30;

/** The limits within which a line keeps every rule that holds for the context, whatever the rule's severity. */
export function scannerSettings(context: MetaContext): ScannerSettings {
  const { fields, classes } = fieldBounds(context);
  const names = bits(['OperationType', 'ProductId', 'PicName']);
  const unknownImages = context.sizeOf === undefined ? 0 : bits(['Region']);
  const beyond = bits(fields.filter(isBeyondProgram).map(({ field }) => field.wire));
  return {
    fields: fields.map(({ field: { wire, type }, minLength, maxLength, forbidden, others }) => ({
      key: wire,
      type: wire === 'OperationType' ? L.TYPE_OPERATION : TYPES[type],
      check: CHECKS[wire] ?? L.CHECK_NONE,
      minLength,
      maxLength: Math.min(2 ** 31 - 1, maxLength),
      forbidden,
      visible: others.some(({ code }) => code === 'META_INVISIBLE_CHARACTER'),
    })),
    classes,
    categories: fields
      .filter(({ field }) => field.wire === 'CategoryId')
      .flatMap(({ values = [] }) => values as readonly number[]),
    ranges: INVISIBLE_RANGES,
    extensions: Object.values(IMAGE_EXTENSIONS).flat(),
    addNeeds: names | bits(['CustomContent']),
    addTakes: bits(META_FIELDS.map(({ wire }) => wire)) & ~beyond & ~unknownImages,
    deleteTakes: (names & beyond) === 0 ? names : NEVER,
    exclusive: bits(['Crop', 'Region']),
    doubtful: beyond,
  };
}

/** The rules that the program has in code. */
const IN_PROGRAM: readonly string[] = [
  'META_PIC_NAME_SLASH',
  'META_PIC_NAME_EXTENSION',
  'META_PIC_NAME_PATH',
  'META_PIC_NAME_FORMAT',
  'META_INVISIBLE_CHARACTER',
  'META_REGION_ORDER',
];
/** The fields whose lists of values the program knows. */
const LISTED: readonly MetaFieldName[] = ['OperationType', 'CategoryId'];

/** Whether a rule about the field asks what the program cannot decide. The program takes integers of 32 bits only. */
const isBeyondProgram = ({ field, values, minimum, maximum, others }: FieldBounds): boolean =>
  others.some(({ code }) => !IN_PROGRAM.includes(code)) ||
  (values !== undefined && !LISTED.includes(field.wire)) ||
  minimum > INT32.minimum ||
  maximum < INT32.maximum;

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
