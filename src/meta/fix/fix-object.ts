import { show } from '../../shared/checks.ts';
import type { MetaRecord } from '../model/meta-record.ts';
import type { ParsedLine } from '../read/line-reader.ts';
import type { MetaIssue, MetaLineIssue } from '../rules/meta-issue.ts';
import { formatFields } from './format-fields.ts';
import type { Field, LineObject } from './line-object.ts';
import { isKnown } from './meant-field.ts';
import { picturesOf, withPicture } from './pic-list.ts';
import { type Repair, repairFields, repairOne } from './repair-fields.ts';
import { type Place, tellPlace } from './source-place.ts';

/** A line to be, or what is wrong with it. */
export interface FixedLine {
  readonly text: string;
  readonly repairs: readonly Repair[];
  /** Present when the line is to be written. */
  readonly record: MetaRecord | undefined;
  /** Errors only. */
  readonly issues: readonly MetaLineIssue[];
}

/** How an object might be written. */
interface Attempt {
  readonly text: string;
  readonly repairs: readonly Repair[];
  readonly fields: readonly Field[];
  /** Where the text stands in the source, if it is the source's; otherwise its fields were repaired or put in order. */
  readonly from?: Place | undefined;
  readonly isRepaired: boolean;
}

/** So much may become of a line with a `pic_list`, as a multiple of the longest line. */
const MOST_LINES_BYTES = 16;

/**
 * The lines that an object was meant to be: as it stands if nothing in it is to be repaired, else repaired; and as it stands
 * too where repairs would cost a line that the rules let pass. Several only for a `pic_list` of several names.
 *
 * @param whole the object's line, if it stands alone in one
 */
export function* fixObject(
  object: LineObject,
  whole: string | undefined,
  read: (text: string) => ParsedLine,
  maxLineBytes: number,
): Generator<FixedLine, void, void> {
  const around = repairsAround(object);
  const repairs: Repair[] = [];
  const fields = repairFields(object.fields, (repair) => repairs.push(repair));
  const asItStands = plain(object, whole, around);
  if (repairs.length === 0) {
    yield tryLine(asItStands, object, read);
    return;
  }
  const repaired = { text: formatFields(fields), repairs: [...around, ...repairs], fields, isRepaired: true };
  const pictures = picturesOf(fields);
  if (pictures !== undefined && pictures.length * repaired.text.length <= MOST_LINES_BYTES * maxLineBytes) {
    yield* eachPicture(pictures, object, repaired, read);
    return;
  }
  const first = tryLine(repaired, object, read);
  const second = first.record === undefined && !isOld(repairs) ? tryLine(asItStands, object, read) : first;
  yield second.record === undefined ? first : second;
}

function* eachPicture(
  pictures: readonly string[],
  object: LineObject,
  { fields, repairs }: Attempt,
  read: (text: string) => ParsedLine,
): Generator<FixedLine, void, void> {
  const place = fields.find(({ name }) => name === 'PicName')?.place ?? object.start;
  const message = `pic_list has ${pictures.length} names: each is written in a line of its own`;
  let untold = repairs;
  if (pictures.length > 1)
    untold = [...untold, { fixes: 'META_FIXED_PIC_LIST', field: 'PicName', place, message }];
  for (const picture of pictures) {
    const own: Repair[] = [];
    const one = withPicture(fields, picture).map((field) => repairOne(field, (repair) => own.push(repair)));
    const attempt = { text: formatFields(one), repairs: [...untold, ...own], fields: one, isRepaired: true };
    const line = tryLine(attempt, object, read);
    if (line.record !== undefined) untold = [];
    yield line;
  }
}

/** An object with its fields as they are: its own characters, if they are one piece of sound JSON. */
function plain(
  { fields, raw, start }: LineObject,
  whole: string | undefined,
  repairs: readonly Repair[],
): Attempt {
  const isSound = raw !== undefined && repairs.length === 0;
  const text = isSound ? (whole ?? raw) : formatFields(fields);
  const from = whole === undefined ? start : { ...start, at: 0 };
  return { text, fields, repairs, isRepaired: false, from: isSound ? from : undefined };
}

/** What is repaired of an object before anyone looks at its fields. */
function repairsAround({ start, lastLine, trailingComma }: LineObject): readonly Repair[] {
  const repairs: Repair[] = [];
  if (lastLine !== start.part.line) {
    const message = `The object goes on to line ${lastLine}: it is written in one line`;
    repairs.push({ fixes: 'META_FIXED_OBJECT_OVER_LINES', field: null, place: start, message });
  }
  if (trailingComma !== undefined) {
    const message = 'A comma that nothing follows is left out';
    repairs.push({ fixes: 'META_FIXED_TRAILING_COMMA', field: null, place: trailingComma, message });
  }
  return repairs;
}

function tryLine(attempt: Attempt, object: LineObject, read: (text: string) => ParsedLine): FixedLine {
  const { text, repairs, fields } = attempt;
  const parsed = read(text);
  const found = parsed.record === undefined ? parsed.issues : perilOf(parsed.record, attempt);
  const issues = found
    .filter(({ severity }) => severity === 'error')
    .map((issue) => ({ ...issue, ...tellPlace(placeOf(issue, fields, object, attempt.from)) }));
  return { text, repairs, record: issues.length === 0 ? parsed.record : undefined, issues };
}

const isOld = (repairs: readonly Repair[]) => repairs.some(({ fixes }) => fixes === 'META_FIXED_OLD_DIALECT');

/** A repair must not make a line that deletes a whole product, unless the line said so before. */
function perilOf(record: MetaRecord, { isRepaired, repairs, fields }: Attempt): readonly MetaIssue[] {
  const isWholeProduct = record.operationType === 'DELETE' && record.picName === undefined;
  const unknown = fields.find((field) => !isKnown(field));
  if (!isRepaired || !isWholeProduct || (unknown === undefined && !isOld(repairs))) return [];
  const why =
    unknown === undefined
      ? 'no document says what a DELETE of 2018 without pic_list means'
      : `${show(unknown.name)} may be meant for it`;
  const message = `PicName is missing, and ${why}: repaired, the line would delete every image of the product`;
  return [{ code: 'META_PIC_NAME_MISSING', severity: 'error', path: ['PicName'], field: 'PicName', message }];
}

/** Where an issue of a text is in the source: the field's value, the same character, or the object's first. */
function placeOf(
  issue: MetaIssue & { readonly column?: number },
  fields: readonly Field[],
  object: LineObject,
  from: Place | undefined,
): Place {
  const field = issue.field === null ? undefined : fields.findLast(({ name }) => name === issue.field);
  if (field !== undefined) return field.place;
  if (issue.field !== null || from === undefined || issue.column === undefined) return object.start;
  return { ...from, at: from.at + issue.column - 1 };
}
