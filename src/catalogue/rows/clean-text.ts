import { show } from '../../shared/options/checks.ts';
import { LONE_SURROGATES, loneSurrogate } from '../../shared/text/lone-surrogate.ts';
import type { ReadColumn } from '../columns/column-map.ts';
import type { RowDraft } from './row-draft.ts';

/** Control characters; tabs and line breaks may stand in a text. */
const CONTROL = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f';
const FIRST_CONTROL = new RegExp(`[${CONTROL}]`);

/** Characters that print nothing, such as U+200B, and that are no blanks. */
const INVISIBLE =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff';
const INVISIBLE_ONLY = new RegExp(`^[\\s${INVISIBLE}]+$`);

/** A text without anything that is to be looked at, as most are: in one pass, which alternatives would not be. */
const USUAL = new RegExp(
  `^(?![\\s='\\\\#<(NnUu${INVISIBLE}])[^${CONTROL}\\ufffd${LONE_SURROGATES}]*(?<!\\s)$`,
);

/** Words for nothing, as databases, languages and spreadsheets write them. */
const NULL_WORDS: ReadonlySet<string> = new Set([
  ...['NULL', 'null', 'Null', '(null)', '<null>', '\\N', 'nan', 'NaN', 'NAN', 'None', '<NA>', 'undefined'],
  ...['#N/A', '#NA', 'N/A', '#REF!', '#NAME?', '#VALUE!', '#DIV/0!', '#NUM!', '#NULL!'],
]);

/** Which blanks around a text mean nothing: all; all but line breaks, which a longer text may end with; none. */
type Trims = 'all' | 'lines' | 'none';

/** A text without what a program put around it. */
export interface CleanText {
  readonly text: string;
  /** Whether it is a word for nothing, such as NULL. */
  readonly isNull: boolean;
}

/**
 * A text of a catalogue as it was meant: blanks and the signs of spreadsheets taken away. What changes it, and what it must not
 * hold, is told. Undefined when it cannot be taken.
 */
export function cleanText(
  value: string,
  column: ReadColumn,
  draft: RowDraft,
  trims: Trims,
): CleanText | undefined {
  if (draft.raw.badCells?.includes(column.at) === true) return notOfEncoding(value, column, draft);
  if (USUAL.test(value)) return { text: value, isNull: false };
  if (value.includes('\ufffd')) return notOfEncoding(value, column, draft);
  const { name } = column;
  const lone = loneSurrogate(value);
  if (lone !== undefined)
    return draft.addIssue(
      'CATALOGUE_LONE_SURROGATE',
      column,
      `${name} ${show(value)} has ${lone}, half of a surrogate pair, which UTF-8 cannot hold: write the whole character or leave it out`,
    );
  const control = FIRST_CONTROL.exec(value)?.[0];
  if (control !== undefined)
    return draft.addIssue(
      'CATALOGUE_CONTROL_CHARACTER',
      column,
      `${name} ${show(value)} has ${codePoint(control)}, a control character: leave it out`,
    );
  const text = withoutSpreadsheetSigns(trimmed(value, column, draft, trims), column, draft);
  if (trims === 'all' && text !== '' && INVISIBLE_ONLY.test(text))
    return draft.addIssue(
      'CATALOGUE_VALUE',
      column,
      `${name} ${show(value)} has nothing that can be seen, only ${codePoint(text)}: fill it in, or leave it empty`,
    );
  return { text, isNull: NULL_WORDS.has(text) };
}

function notOfEncoding(value: string, column: ReadColumn, draft: RowDraft): undefined {
  draft.addIssue(
    'CATALOGUE_ENCODING',
    column,
    `${column.name} is ${show(value)}: U+FFFD stands where bytes are no characters in the encoding that the file is read in. Save the file as UTF-8, or name its encoding with encoding: … or --encoding`,
  );
}

/** Looks at one character after the other: a regular expression would take its time for long runs of blanks. */
function trimmed(value: string, column: ReadColumn, draft: RowDraft, trims: Trims): string {
  if (trims === 'none') return value;
  let first = 0;
  let end = value.length;
  while (first < end && isBlank(value.charAt(first), trims)) first += 1;
  while (end > first && isBlank(value.charAt(end - 1), trims)) end -= 1;
  const text = value.slice(first, end);
  const around = value.slice(0, first) + value.slice(end);
  const unusual = draft.isOfTable ? around.replace(/[ \t]/g, '') : around;
  if (unusual !== '' && text !== '')
    draft.addIssue(
      'CATALOGUE_BLANKS',
      column,
      `${column.name} ${show(value)} has ${codePoint(unusual)} around it, which looks like a space or like nothing: taken as ${show(text)}`,
    );
  return text;
}

const isBlank = (character: string, trims: Trims): boolean =>
  character.trim() === '' && (trims === 'all' || (character !== '\n' && character !== '\r'));

/** `="00123"`, and an apostrophe before a number, keep a spreadsheet from reading a number. */
function withoutSpreadsheetSigns(value: string, column: ReadColumn, draft: RowDraft): string {
  const found = /^="([^"]*)"$/.exec(value) ?? /^'([-+]?\d[\d.,]*)$/.exec(value);
  if (found === null) return value;
  const text = (found[1] as string).trim();
  draft.addIssue(
    'CATALOGUE_SPREADSHEET_TEXT',
    column,
    `${column.name} is ${show(value)}, as a spreadsheet keeps it as text: taken as ${show(text)}`,
  );
  return text;
}

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
