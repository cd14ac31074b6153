import { show } from '../../shared/options/checks.ts';
import type { ByteLine } from '../../shared/text/lines.ts';
import type { MetaDialect } from '../model/meta-fields.ts';
import type { MetaRecord } from '../model/meta-record.ts';
import type { RecordCheck } from '../rules/check-record.ts';
import { from2018, isOf2018, namedTwice, nameToday } from '../rules/dialect-2018.ts';
import type { MetaLineCode } from '../rules/line-rules.ts';
import type { MetaIssue, MetaLineIssue } from '../rules/meta-issue.ts';
import { keysOf } from './keys-of.ts';
import { CARRIAGE_RETURN, decodeLine, fault, type LineFault, whyNotJson, whyNotUtf8 } from './line-fault.ts';

/** One line, understood: the record when no issue is an error. */
export interface ParsedLine {
  /** From 1. */
  readonly line: number;
  /** Of the line's first byte. */
  readonly offset: number;
  /** Undefined for a line with an error. */
  readonly record: MetaRecord | undefined;
  /** What is wrong with the line; empty when nothing is. */
  readonly issues: readonly MetaLineIssue[];
}

export interface LineReaderOptions {
  readonly check: RecordCheck;
  readonly dialect: MetaDialect;
  readonly maxLineBytes: number;
}

interface Understood {
  readonly record: MetaRecord | undefined;
  readonly issues: readonly (MetaIssue | LineFault)[];
}

/** Understands any line by way of `JSON.parse`: what it finds defines what a line means. */
export class LineReader {
  readonly #options: LineReaderOptions;

  constructor(options: LineReaderOptions) {
    this.#options = options;
  }

  read({ bytes, line, offset, cut, ended }: ByteLine): ParsedLine {
    const { maxLineBytes } = this.#options;
    const refused = (issue: LineFault, byteAt = 0): ParsedLine => ({
      line,
      offset,
      record: undefined,
      issues: [issueAt(issue, line, issue.at + 1, offset + byteAt)],
    });
    if (cut) {
      const message = `The line is longer than ${maxLineBytes} bytes: one line describes one image`;
      return refused(fault('META_LINE_TOO_LONG', message));
    }
    const text = decodeLine(bytes);
    if (text === undefined) {
      const { byteAt, ...issue } = whyNotUtf8(bytes, line);
      return refused(issue, byteAt);
    }
    const hasMark = line === 1 && text.startsWith('\uFEFF');
    const hasReturn = text.endsWith('\r');
    const body = hasMark || hasReturn ? text.slice(hasMark ? 1 : 0, hasReturn ? -1 : undefined) : text;
    const { record, issues } = this.#understand(body, ended);
    const all =
      hasMark || hasReturn || !ended ? [...frameIssues({ hasMark, hasReturn, ended }), ...issues] : issues;
    const place = { line, offset: offset + (hasMark ? 3 : 0), isAscii: text.length === bytes.length };
    return { line, offset, record, issues: placed(all, body, place) };
  }

  #understand(text: string, ended: boolean): Understood {
    if (text.trim() === '') {
      const message = 'The line is blank: no document says what the service makes of it';
      return { record: undefined, issues: [fault('META_BLANK_LINE', message)] };
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { record: undefined, issues: [whyNotJson(text, ended)] };
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const message = `The line is ${show(value)}: it must be one JSON object`;
      return { record: undefined, issues: [fault('META_NOT_OBJECT', message)] };
    }
    const raw = value as Record<string, unknown>;
    const isOld = isOf2018((key) => Object.hasOwn(raw, key));
    const understood = isOld ? this.#understand2018(raw) : this.#options.check.check(raw, 'json');
    const twice = repeatedKey(text, value);
    return twice === undefined ? understood : { record: undefined, issues: [twice, ...understood.issues] };
  }

  #understand2018(raw: Record<string, unknown>): Understood {
    const names = 'the field names of 2018 (operator, item_id)';
    if (this.#options.dialect !== '2018') {
      const message = `The line has ${names}: convert the file, or say that it is of that dialect`;
      return { record: undefined, issues: [fault('META_OLD_DIALECT', message)] };
    }
    const twice = namedTwice(raw);
    if (twice !== undefined) {
      const message = `${twice.map((name) => show(name)).join(' and ')} name one field: keep one`;
      return { record: undefined, issues: [ofKey('META_OLD_DIALECT', twice[0], message)] };
    }
    const [today = {}, ...others] = from2018(raw);
    const { record, issues } = this.#options.check.check(today, 'json');
    if (others.length > 0) {
      const message = `pic_list has ${others.length + 1} names: one line describes one image`;
      return { record: undefined, issues: [fault('META_OLD_DIALECT', message), ...issues] };
    }
    const old = fault('META_OLD_DIALECT', `The line has ${names}: no document since 2020 knows them`);
    return { record, issues: [{ ...old, severity: 'warning' }, ...issues] };
  }
}

/** What may be odd around a line's text: no document says that the service takes it. */
function frameIssues(frame: { hasMark: boolean; hasReturn: boolean; ended: boolean }): LineFault[] {
  const found: LineFault[] = [];
  if (frame.hasMark) {
    const message = 'The file begins with a byte order mark: save it as UTF-8 without one';
    found.push(fault('META_BYTE_ORDER_MARK', message));
  }
  if (frame.hasReturn) found.push(CARRIAGE_RETURN);
  if (!frame.ended) {
    const message = 'The last line has no line feed: the file may have been cut off';
    found.push(fault('META_LAST_LINE_UNENDED', message));
  }
  return found;
}

/** `JSON.parse` keeps the last of two equal keys without a word. Counting quotes is a cheap test for a closer look. */
function repeatedKey(text: string, value: object): MetaIssue | undefined {
  let expected = 0;
  for (const one of Object.values(value)) expected += typeof one === 'string' ? 4 : 2;
  if (countQuotes(text) === expected) return undefined;
  const seen = new Set<string>();
  const name = keysOf(text).find((key) => seen.size === seen.add(key.name).size)?.name;
  if (name === undefined) return undefined;
  return ofKey('META_DUPLICATE_KEY', name, `${show(name)} stands twice in the line: keep one`);
}

function countQuotes(text: string): number {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes;
}

const ofKey = (code: MetaLineCode, name: string, message: string): MetaIssue => {
  const { at: _, ...issue } = fault(code, message);
  return { ...issue, path: [name], field: name };
};

/**
 * Gives every issue its place: the field's value, the fault in the JSON, or the line's first character.
 * `offset` is that of the text's first byte, behind a byte order mark.
 */
function placed(
  issues: readonly (MetaIssue | LineFault)[],
  text: string,
  { line, offset, isAscii }: { readonly line: number; readonly offset: number; readonly isAscii: boolean },
): readonly MetaLineIssue[] {
  if (issues.length === 0) return [];
  const keys = issues.some(({ field }) => field !== null) ? keysOf(text) : [];
  const valueAt = new Map<string, number>();
  for (const { name, valueAt: at } of keys) valueAt.set(nameToday(name), at);
  for (const { name, valueAt: at } of keys) valueAt.set(name, at); // of a repeated key, the last
  const places = issues.map((issue) =>
    issue.field === null ? ('at' in issue ? issue.at : 0) : (valueAt.get(issue.field) ?? 0),
  );
  const bytesBefore = isAscii ? undefined : byteLengths(text, places);
  return issues.map((issue, n) => {
    const at = places[n] as number;
    return issueAt(issue, line, at + 1, offset + (bytesBefore?.get(at) ?? at));
  });
}

/** An issue with its place. */
export const issueAt = (
  { code, severity, path, field, message, count }: MetaIssue,
  line: number,
  column: number,
  offset: number,
): MetaLineIssue =>
  count === undefined
    ? { code, severity, path, field, message, line, column, offset }
    : { code, severity, path, field, message, count, line, column, offset };

const encoder = new TextEncoder();

/** How many bytes of UTF-8 stand before each place of a text, in one pass however many places there are. */
function byteLengths(text: string, places: readonly number[]): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  let [from, bytes] = [0, 0];
  for (const at of [...new Set(places)].sort((a, b) => a - b)) {
    bytes += encoder.encode(text.slice(from, at)).length;
    from = at;
    lengths.set(at, bytes);
  }
  return lengths;
}
