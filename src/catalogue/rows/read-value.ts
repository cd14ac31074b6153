import { INT32 } from '../../meta/rules/limits.ts';
import { show } from '../../shared/options/checks.ts';
import type { ReadColumn } from '../columns/column-map.ts';
import type { ColumnType } from '../model/columns.ts';
import { cleanText } from './clean-text.ts';
import type { RowDraft } from './row-draft.ts';

type ReadValue = (value: unknown, column: ReadColumn, draft: RowDraft) => unknown;

/** By type: the value that a cell or a member means; undefined when it means none. What is wrong with it is told to the draft. */
export const READ_VALUE: Readonly<Record<Exclude<ColumnType, 'image'>, ReadValue>> = {
  operation: readOperation,
  name: readName,
  content: (value, column, draft) => readText(value, column, draft, asJson),
  text: (value, column, draft) => readText(value, column, draft, notText),
  integer: readInteger,
  boolean: readBoolean,
  region: readRegion,
};

/** `6.93217E+12`, or `1000.0`. */
const ODD_NUMBER = /^-?\d+(?:[.,]\d+)?(?:[eE]\+\d{2,3}|\.0+)$/;

/** The name of a product or of an image: text, or a whole number. */
export function readName(value: unknown, column: ReadColumn, draft: RowDraft): string | undefined {
  if (typeof value !== 'string') return wholeNumberText(value, column, draft);
  const clean = cleanText(value, column, draft, 'all');
  if (clean === undefined || clean.text === '') return undefined;
  const { text, isNull } = clean;
  return isNull || (column.column === 'productId' && ODD_NUMBER.test(text))
    ? oddName(text, isNull, column, draft)
    : text;
}

/** A word for nothing, or an id that is written as a number that is not whole. */
function oddName(text: string, isNull: boolean, column: ReadColumn, draft: RowDraft): string | undefined {
  const shown = `${column.name} is ${show(text)}`;
  if (isNull)
    return draft.addIssue(
      'CATALOGUE_NULL_NAME',
      column,
      `${shown}, which is a word for nothing: fill it in, or leave the row out`,
    );
  if (/e/i.test(text))
    return draft.addIssue(
      'CATALOGUE_ID_SCIENTIFIC',
      column,
      `${shown}, as a spreadsheet writes a long number: its digits are lost. Export the catalogue anew with this column as text`,
    );
  draft.addIssue(
    'CATALOGUE_DECIMAL',
    column,
    `${shown}, as a program writes a number: if the product is ${show(text.replace(/\.0+$/, ''))}, export the column as text`,
  );
  return text;
}

/** A number as an id has it. A number that JavaScript cannot hold has lost digits, unless it is a bigint. */
function wholeNumberText(value: unknown, column: ReadColumn, draft: RowDraft): string | undefined {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return digitsOf(value, column, draft);
  if (Number.isInteger(value)) return tooLarge(value as number, column, draft);
  return notOfType(value, column, draft, 'text or a whole number');
}

/** A whole number that JavaScript holds may still have been written with more digits. */
function digitsOf(value: unknown, column: ReadColumn, draft: RowDraft): string | undefined {
  return draft.raw.exactDigits?.has(column.name) === true
    ? tooLarge(value as number, column, draft)
    : String(value);
}

const tooLarge = (value: number, column: ReadColumn, draft: RowDraft): undefined =>
  digitsLost('is', value, draft.raw.exactDigits?.get(column.name), column, draft);

/** @param digits as the text has them; undefined when there is no text */
const digitsLost = (
  verb: 'is' | 'holds',
  value: number,
  digits: string | undefined,
  column: ReadColumn,
  draft: RowDraft,
): undefined =>
  draft.addIssue(
    'CATALOGUE_DIGITS_LOST',
    column,
    digits === undefined
      ? `${column.name} ${verb} a number of more than 15 digits, near ${value}: its last digits are not certain. Give it as text${verb === 'is' ? ', or as a bigint' : ''}`
      : `${column.name} ${verb} the number ${digits}, which has more digits than programs keep of a number: write it in quotes, "${digits}"`,
  );

type OfOther = (value: object, column: ReadColumn, draft: RowDraft) => string | undefined;

function readText(
  value: unknown,
  column: ReadColumn,
  draft: RowDraft,
  ofObject: OfOther,
): string | undefined {
  if (typeof value !== 'string') return otherAsText(value, column, draft, ofObject);
  const clean = cleanText(value, column, draft, draft.isOfTable ? 'lines' : 'none');
  if (clean === undefined || clean.text === '') return undefined;
  if (clean.isNull)
    draft.addIssue(
      'CATALOGUE_NULL',
      column,
      `${column.name} is ${show(clean.text)}, which is a word for nothing: it is kept as text. Leave the value out if nothing is meant`,
    );
  return clean.text;
}

function otherAsText(
  value: unknown,
  column: ReadColumn,
  draft: RowDraft,
  ofObject: OfOther,
): string | undefined {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return digitsOf(value, column, draft);
  if (Number.isInteger(value)) return tooLarge(value as number, column, draft);
  if (typeof value === 'boolean' || Number.isFinite(value))
    return converted(value, String(value), column, draft);
  if (value instanceof Date && !Number.isNaN(value.getTime()))
    return converted(value, value.toISOString(), column, draft);
  return typeof value === 'object' && value !== null
    ? ofObject(value, column, draft)
    : notOfType(value, column, draft, 'text');
}

function converted(value: unknown, text: string, column: ReadColumn, draft: RowDraft): string {
  draft.addIssue(
    'CATALOGUE_CONVERTED',
    column,
    `${column.name} is ${described(value)}: written as the text ${show(text)}`,
  );
  return text;
}

const notText: OfOther = (value, column, draft) => notOfType(value, column, draft, 'text');

const asJson: OfOther = (value, column, draft) => {
  let changed: number | undefined; // by its way through JavaScript, or into JSON
  const seen = (_: string, held: unknown) => {
    if (typeof held === 'number' && !Number.isSafeInteger(held) && !isFraction(held)) changed ??= held;
    return held;
  };
  try {
    const json: string | undefined = JSON.stringify(value, seen);
    if (changed !== undefined && Number.isFinite(changed))
      return digitsLost('holds', changed, draft.raw.nestedDigits?.get(column.name), column, draft);
    if (json !== undefined && changed === undefined) return converted(value, json, column, draft);
  } catch {
    // a bigint or a circle in it
  }
  return notOfType(value, column, draft, 'text, or an object that JSON can hold');
};

const isFraction = (value: number): boolean => Number.isFinite(value) && !Number.isInteger(value);

/** Plain digits; more are too large for a number. */
const PLAIN_INTEGER = /^[+-]?\d{1,15}$/;

function readInteger(value: unknown, column: ReadColumn, draft: RowDraft): number | undefined {
  if (typeof value === 'string')
    return PLAIN_INTEGER.test(value) ? Number(value) : integerOfText(value, column, draft);
  const digits = draft.raw.exactDigits?.get(column.name);
  if (digits !== undefined) return outOfRange(digits, column, draft);
  if (Number.isSafeInteger(value)) return value as number;
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : outOfRange(String(value), column, draft);
  return Number.isInteger(value)
    ? outOfRange(String(value), column, draft)
    : notOfType(value, column, draft, 'an integer');
}

/** The range itself is a rule of increment.meta. */
function outOfRange(digits: string, column: ReadColumn, draft: RowDraft): undefined {
  return draft.addIssue(
    'CATALOGUE_VALUE',
    column,
    `${column.name} is ${digits}: the service takes integers of 32 bits, at most ${INT32.maximum} and at least ${INT32.minimum}`,
  );
}

function integerOfText(value: string, column: ReadColumn, draft: RowDraft): number | undefined {
  const clean = cleanText(value, column, draft, 'all');
  if (clean === undefined || clean.text === '') return undefined;
  const { text, isNull } = clean;
  if (isNull) return nothing(text, column, draft);
  if (PLAIN_INTEGER.test(text)) return Number(text);
  if (/^[+-]?\d+$/.test(text)) return outOfRange(text, column, draft);
  const whole = /^([+-]?\d{1,15})\.00?$/.exec(text)?.[1];
  if (whole !== undefined) {
    draft.addIssue(
      'CATALOGUE_DECIMAL',
      column,
      `${column.name} is ${show(text)}, as a program writes a number: taken as ${whole}`,
    );
    return Number(whole);
  }
  if (column.mayHoldWords && !/^[\d\s.,+-]+$/.test(text))
    return draft.addIssue(
      'CATALOGUE_CATEGORY_WORDS',
      column,
      `${column.name} is ${show(text)}: left out, as a category is a number here. Give the number in a column CategoryId`,
    );
  const isGrouped = /^[+-]?\d{1,3}(?:[.,'\u2019\s]\d{3})+$/.test(text);
  const digits = text.replace(/[^\d+-]/g, '');
  return draft.addIssue(
    'CATALOGUE_VALUE',
    column,
    `${column.name} is ${show(text)}: it must be an integer${isGrouped ? ` in plain digits, such as ${digits}` : ''}`,
  );
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

function readBoolean(value: unknown, column: ReadColumn, draft: RowDraft): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== 'string') return notOfType(value, column, draft, 'true or false');
  const known = BOOLEANS.get(value);
  if (known !== undefined) return known;
  const clean = cleanText(value, column, draft, 'all');
  if (clean === undefined || clean.text === '') return undefined;
  if (clean.isNull) return nothing(clean.text, column, draft);
  return (
    BOOLEANS.get(clean.text.toLowerCase()) ??
    draft.addIssue(
      'CATALOGUE_VALUE',
      column,
      `${column.name} is ${show(clean.text)}: it must be true or false`,
    )
  );
}

function readRegion(value: unknown, column: ReadColumn, draft: RowDraft): unknown {
  if (typeof value === 'object' && value !== null) return value;
  if (typeof value !== 'string')
    return notOfType(value, column, draft, 'four integers, "x1,x2,y1,y2", or an object { x1, x2, y1, y2 }');
  const clean = cleanText(value, column, draft, 'all');
  if (clean === undefined || clean.text === '') return undefined;
  return clean.isNull ? nothing(clean.text, column, draft) : clean.text;
}

function readOperation(value: unknown, column: ReadColumn, draft: RowDraft): 'ADD' | 'DELETE' | undefined {
  if (value === 'ADD' || value === 'DELETE') return value;
  if (typeof value !== 'string') return notOfType(value, column, draft, 'ADD or DELETE');
  const clean = cleanText(value, column, draft, 'all');
  if (clean === undefined || clean.text === '') return undefined;
  if (clean.isNull) return nothing(clean.text, column, draft);
  const operation = clean.text.toUpperCase();
  if (operation === 'ADD' || operation === 'DELETE') return operation;
  return draft.addIssue(
    'CATALOGUE_VALUE',
    column,
    `${column.name} is ${show(clean.text)}: it must be ADD, which also replaces an image that is there, or DELETE`,
  );
}

function nothing(text: string, column: ReadColumn, draft: RowDraft): undefined {
  return draft.addIssue(
    'CATALOGUE_NULL',
    column,
    `${column.name} is ${show(text)}, which is a word for nothing: taken as empty`,
  );
}

export function notOfType(value: unknown, column: ReadColumn, draft: RowDraft, expected: string): undefined {
  return draft.addIssue(
    'CATALOGUE_VALUE',
    column,
    `${column.name} is ${described(value)}: it must be ${expected}`,
  );
}

/** A value as a message names it: what it is, and what it shows. */
function described(value: unknown): string {
  if (Array.isArray(value)) return `the list ${show(value)}`;
  if (value instanceof Date) return 'a date';
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value === 'object') return `the object ${show(value)}`;
  return `the ${typeof value} ${String(value)}`;
}
