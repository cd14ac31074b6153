import { show } from '../../shared/options/checks.ts';
import type { MetaIssue, MetaLineIssue } from '../rules/meta-issue.ts';
import type { CheckedLine, LineCheck, Operation } from './line-check.ts';
import { picturesOf, type Repair, repairFields, withPicture } from './repair-fields.ts';
import { type Field, formatFields, isKnown, ObjectPositions, type SourceObject } from './source-object.ts';

/** A line to be, or what is wrong with it. */
export interface FixedLine {
  /** In UTF-8, without a line feed; good until the next line is asked for. */
  readonly bytes: Uint8Array;
  /** Whether that is the object as it stands in the source. */
  readonly isSource: boolean;
  readonly repairs: readonly Repair[];
  /** Present when the line is to be written. */
  readonly operation: Operation | undefined;
  /** Errors only. */
  readonly issues: readonly MetaLineIssue[];
}

/** How an object might be written. */
interface Attempt {
  readonly text: string;
  readonly repairs: readonly Repair[];
  readonly fields: readonly Field[];
  readonly isRepaired: boolean;
}

/** So much may become of a line with a `pic_list`, as a multiple of the longest line. */
const MOST_LINES_BYTES = 16;

/**
 * The lines that an object was meant to be: as it stands if nothing in it is to be repaired, else repaired; and as it stands
 * too where repairs would cost a line that the rules let pass. Several only for a `pic_list` of several names.
 */
export function fixObject(object: SourceObject, check: LineCheck, maxLineBytes: number): Iterable<FixedLine> {
  const around = repairsAround(object);
  const repairs: Repair[] = [];
  const fields = repairFields(object.fields, (repair) => repairs.push(repair));
  const asItStands = {
    text: around.length === 0 ? object.text : formatFields(object.fields),
    repairs: around,
    fields: object.fields,
    isRepaired: false,
  };
  if (repairs.length === 0) return [tryLine(asItStands, object, check)];
  const repaired = { text: formatFields(fields), repairs: [...around, ...repairs], fields, isRepaired: true };
  const pictures = picturesOf(fields);
  if (pictures !== undefined && pictures.length * repaired.text.length <= MOST_LINES_BYTES * maxLineBytes)
    return eachPicture(pictures, object, repaired, check);
  const first = tryLine(repaired, object, check);
  const second =
    first.operation === undefined && !isOld(repairs) ? tryLine(asItStands, object, check) : first;
  return [second.operation === undefined ? first : second];
}

function* eachPicture(
  pictures: readonly string[],
  object: SourceObject,
  { fields, repairs }: Attempt,
  check: LineCheck,
): Generator<FixedLine, void, void> {
  let unreported = repairs;
  if (pictures.length > 1) {
    const at = fields.find(({ name }) => name === 'PicName')?.at ?? 0;
    const message = `pic_list has ${pictures.length} names: each is written in a line of its own`;
    unreported = [...repairs, { fixes: 'META_FIXED_PIC_LIST', field: 'PicName', at, message }];
  }
  for (const picture of pictures) {
    const own: Repair[] = [];
    const one = withPicture(fields, picture, (repair) => own.push(repair));
    const attempt = {
      text: formatFields(one),
      repairs: [...unreported, ...own],
      fields: one,
      isRepaired: true,
    };
    const line = tryLine(attempt, object, check);
    if (line.operation !== undefined) unreported = [];
    yield line;
  }
}

/** What is repaired of an object before anyone looks at its fields. */
function repairsAround(object: SourceObject): readonly Repair[] {
  const { text, isOverLines, trailingComma } = object;
  const repairs: Repair[] = [];
  if (isOverLines) {
    const { line } = new ObjectPositions(object).of(text.length);
    const message = `The object goes on to line ${line}: it is written in one line`;
    repairs.push({ fixes: 'META_FIXED_OBJECT_OVER_LINES', field: null, at: 0, message });
  }
  if (trailingComma !== undefined) {
    const message = 'A comma that nothing follows is left out';
    repairs.push({ fixes: 'META_FIXED_TRAILING_COMMA', field: null, at: trailingComma, message });
  }
  return repairs;
}

function tryLine(attempt: Attempt, object: SourceObject, check: LineCheck): FixedLine {
  const { text, repairs } = attempt;
  const checked = check.check(text);
  const { bytes } = checked;
  const found = checked.operation === undefined ? checked.issues : perilOf(checked, attempt);
  const errors = found.filter(({ severity }) => severity === 'error');
  const positions = new ObjectPositions(object);
  const issues = errors.map((issue) => ({ ...issue, ...positions.of(placeOf(issue, attempt, object)) }));
  return {
    bytes,
    isSource: text === object.text,
    repairs,
    operation: issues.length === 0 ? checked.operation : undefined,
    issues,
  };
}

const isOld = (repairs: readonly Repair[]) => repairs.some(({ fixes }) => fixes === 'META_FIXED_OLD_DIALECT');

/** A repair must not make a line that deletes a whole product, unless the line said so before. */
function perilOf(
  { deletesProduct }: CheckedLine,
  { isRepaired, repairs, fields }: Attempt,
): readonly MetaIssue[] {
  if (!isRepaired || !deletesProduct) return [];
  const unknown = fields.find((field) => !isKnown(field));
  if (unknown === undefined && !isOld(repairs)) return [];
  const why =
    unknown === undefined
      ? 'no document says what a DELETE of 2018 without pic_list means'
      : `${show(unknown.name)} may be meant for it`;
  const message = `PicName is missing, and ${why}: repaired, the line would delete every image of the product`;
  return [{ code: 'META_PIC_NAME_MISSING', severity: 'error', path: ['PicName'], field: 'PicName', message }];
}

/** Where an issue of an attempt is in the object: the field's value, the same character, or the object's first. */
function placeOf(
  issue: MetaIssue & { readonly column?: number },
  { fields, text }: Attempt,
  object: SourceObject,
): number {
  const field = issue.field === null ? undefined : fields.findLast(({ name }) => name === issue.field);
  if (field !== undefined) return field.at;
  return issue.field === null && text === object.text ? (issue.column ?? 1) - 1 : 0;
}
