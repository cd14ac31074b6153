import { atLeast, show } from '../shared/checks.ts';
import type { Severity } from '../shared/issue.ts';
import { type ByteLine, readLines } from '../shared/lines.ts';
import type { MetaIssue, MetaLineIssue, MetaReadCode } from './meta-issue.ts';
import { type MetaOptions, metaContext } from './meta-options.ts';
import type { MetaRecord } from './meta-record.ts';
import { locate } from './read/locate.ts';
import { checkRecord, type MetaContext } from './rules/check-record.ts';

export interface MetaLineParserOptions extends MetaOptions {
  /** A longer line is an issue and is not kept in memory. @default 1_048_576 */
  readonly maxLineBytes?: number;
}

/** One line, understood: the record when no issue is an error. */
export interface ParsedLine {
  /** From 1. */
  readonly line: number;
  /** Of the line's first byte. */
  readonly offset: number;
  readonly record: MetaRecord | undefined;
  readonly issues: readonly MetaLineIssue[];
}

/** Text, bytes, or chunks of either. */
export type MetaSource =
  | string
  | Uint8Array
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>;

/**
 * Reads increment.meta, line by line, into records and issues. It never throws for what a line holds,
 * and how the input was cut into chunks makes no difference.
 *
 * @example
 * for await (const { line, record, issues } of new MetaLineParser().parse(createReadStream('increment.meta'))) …
 */
export class MetaLineParser {
  readonly #context: MetaContext;
  readonly #maxLineBytes: number;

  /** @throws {TypeError | RangeError} when an option is out of its range */
  constructor(options: MetaLineParserOptions = {}) {
    this.#context = metaContext(options);
    this.#maxLineBytes = atLeast(1, 'maxLineBytes', options.maxLineBytes ?? 1_048_576);
  }

  /** Every line, in order: its record, or the issues that keep it from being one. */
  async *parse(source: MetaSource): AsyncGenerator<ParsedLine, void, void> {
    for await (const line of readLines(toBytes(source), this.#maxLineBytes)) yield this.#read(line);
  }

  /** One line, without its line feed. */
  parseLine(text: string, line = 1): ParsedLine {
    const bytes = new TextEncoder().encode(text);
    return this.#read({
      bytes: bytes.subarray(0, this.#maxLineBytes),
      line,
      offset: 0,
      cut: bytes.length > this.#maxLineBytes,
      ended: true,
    });
  }

  #read({ bytes, line, offset, cut, ended }: ByteLine): ParsedLine {
    const text = decode(bytes);
    if (text === undefined || cut) {
      const issue = cut
        ? fault(
            'META_LINE_TOO_LONG',
            `The line is longer than ${this.#maxLineBytes} bytes: one line describes one image`,
          )
        : fault('META_INVALID_UTF8', 'The line is not UTF-8 (GBK, perhaps): save the file as UTF-8');
      return { line, offset, record: undefined, issues: [{ ...issue, line, column: 1, offset }] };
    }
    const hasMark = line === 1 && text.startsWith('\uFEFF');
    const body = text.slice(hasMark ? 1 : 0, text.endsWith('\r') ? -1 : undefined);
    const { record, issues } = this.#understand(body);
    const frame = { hasMark, hasReturn: text.endsWith('\r'), ended };
    const aroundIt = FRAME_RULES.filter(({ breaks }) => breaks(frame)).map(({ code, message }) =>
      fault(code, message, 'warning'),
    );
    const all = [...aroundIt, ...issues];
    return {
      line,
      offset,
      record,
      issues: all.length === 0 ? [] : placed(all, body, line, offset + (hasMark ? 3 : 0)),
    };
  }

  #understand(text: string): { record: MetaRecord | undefined; issues: readonly MetaIssue[] } {
    if (text.trim() === '')
      return refused(
        fault(
          'META_BLANK_LINE',
          'The line is blank: no document says what the service makes of it',
          'warning',
        ),
      );
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return refused(
        fault('META_NOT_JSON', `The line is not JSON: ${locate(text).fault?.what ?? 'it cannot be read'}`),
      );
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refused(fault('META_NOT_OBJECT', `The line is ${show(value)}: it must be one JSON object`));
    }
    const checked = checkRecord(value as Record<string, unknown>, 'wire', this.#context);
    const twice = repeatedKey(text, value);
    return twice === undefined ? checked : refused(twice, ...checked.issues);
  }
}

/** What may be odd around a line's text: no document says that the service takes it. */
const FRAME_RULES = [
  {
    code: 'META_BYTE_ORDER_MARK',
    breaks: ({ hasMark }) => hasMark,
    message: 'The file begins with a byte order mark: save it as UTF-8 without one',
  },
  {
    code: 'META_CARRIAGE_RETURN',
    breaks: ({ hasReturn }) => hasReturn,
    message: 'The line ends with CRLF: no document says that the service takes it',
  },
  {
    code: 'META_LAST_LINE_UNENDED',
    breaks: ({ ended }) => !ended,
    message: 'The last line has no line feed: the file may have been cut off',
  },
] as const satisfies readonly {
  readonly code: MetaReadCode;
  readonly breaks: (frame: { hasMark: boolean; hasReturn: boolean; ended: boolean }) => boolean;
  readonly message: string;
}[];

const refused = (...issues: MetaIssue[]) => ({ record: undefined, issues });

const fault = (code: MetaReadCode, message: string, severity: Severity = 'error'): MetaIssue => ({
  code,
  severity,
  path: [],
  field: null,
  message,
});

/** `JSON.parse` keeps the last of two equal keys without a word. Counting quotes tells cheaply whether to look closer. */
function repeatedKey(text: string, value: object): MetaIssue | undefined {
  const strings = Object.values(value).filter((one) => typeof one === 'string').length;
  const quotes = text.split('"').length - 1;
  if (quotes === 2 * (Object.keys(value).length + strings)) return undefined;
  const seen = new Set<string>();
  const name = locate(text).keys.find((key) => seen.size === seen.add(key.name).size)?.name;
  if (name === undefined) return undefined;
  return {
    ...fault('META_DUPLICATE_KEY', `${show(name)} stands twice in the line: keep one`),
    path: [name],
    field: name,
  };
}

/**
 * Gives every issue its place: the field's value, the fault in the JSON, or the line's first character.
 * `offset` is that of the text's first byte, behind a byte order mark.
 */
function placed(issues: readonly MetaIssue[], text: string, line: number, offset: number): MetaLineIssue[] {
  const { fault, keys } = locate(text);
  const valueAt = new Map(keys.map((key) => [key.name, key.valueAt])); // of a repeated key, the last
  const placeOf = ({ code, field }: MetaIssue) =>
    (code === 'META_NOT_JSON' ? fault?.at : field === null ? 0 : valueAt.get(field)) ?? 0;
  const bytesBefore = byteLengths(text, issues.map(placeOf));
  return issues.map((issue) => {
    const at = placeOf(issue);
    return { ...issue, line, column: at + 1, offset: offset + (bytesBefore.get(at) ?? 0) };
  });
}

/** How many bytes of UTF-8 stand before each place of a text, in one pass however many places there are. */
function byteLengths(text: string, places: readonly number[]): ReadonlyMap<number, number> {
  const encoder = new TextEncoder();
  const lengths = new Map<number, number>();
  let [from, bytes] = [0, 0];
  for (const at of [...new Set(places)].sort((a, b) => a - b)) {
    bytes += encoder.encode(text.slice(from, at)).length;
    from = at;
    lengths.set(at, bytes);
  }
  return lengths;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined; // not UTF-8: the caller makes it an issue
  }
}

async function* toBytes(source: MetaSource): AsyncGenerator<Uint8Array, void, void> {
  if (source instanceof Uint8Array) return yield source;
  const encoder = new TextEncoder();
  let half = ''; // a high surrogate whose other half comes with the next chunk
  for await (const chunk of typeof source === 'string' ? [source] : source) {
    if (typeof chunk !== 'string') {
      if (half !== '') yield encoder.encode(half);
      half = '';
      yield chunk;
      continue;
    }
    const text = half + chunk;
    half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
    yield encoder.encode(text.slice(0, text.length - half.length));
  }
  if (half !== '') yield encoder.encode(half);
}
