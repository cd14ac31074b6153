import type { MetaRecord } from '../../meta/model/meta-record.ts';
import { FAILURE_REASONS, type FailureReason, reasonOf } from './failure-reasons.ts';

/** One image that the service did not take. A fact that its line in the file does not give is undefined. */
export interface ImageFailure {
  /** Line of increment.meta, from 1. */
  readonly line: number | undefined;
  readonly productId: string | undefined;
  readonly picName: string | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** What helps the image: see `FAILURE_REASONS`. */
  readonly remedy: FailureReason['remedy'];
  /** The next step for a person. */
  readonly advice: string;
  /** The record of the image; undefined unless `failures` was given increment.meta, and the line is a valid record. */
  readonly record: MetaRecord | undefined;
  /** The line as it came: the format of the file is documented nowhere. */
  readonly raw: string;
}

/** Keys that may carry each fact, lower case and without punctuation. */
const KEYS = {
  line: ['line', 'lineno', 'linenumber', 'row'],
  productId: ['productid', 'itemid', 'product'],
  picName: ['picname', 'pic', 'image', 'imagename'],
  code: ['code', 'errorcode', 'errcode'],
  message: ['message', 'msg', 'errormessage', 'errormsg', 'reason', 'error'],
} as const;

const DELIMITERS = [',', '\t', ';'] as const;

/** A first line is a header when at least this many of its cells are known keys. */
const LEAST_COLUMNS = 2;

/** Reads the lines of one file of failures: objects in JSON, rows below a header, or text. */
export class FailureLines {
  #table: { readonly columns: readonly string[]; readonly delimiter: string } | undefined;
  #isFirst = true;

  /** An empty list for a header; several failures for a list in one line. */
  async read(raw: string): Promise<readonly ImageFailure[]> {
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#table = await readHeader(raw);
      if (this.#table !== undefined) return [];
    }
    if (this.#table === undefined) {
      const list = parseObject(raw);
      return isListOfObjects(list)
        ? list.map((item) => readFailure(JSON.stringify(item)))
        : [readFailure(raw)];
    }
    const { columns, delimiter } = this.#table;
    const cells = await cellsOf(raw, delimiter);
    if (cells === undefined || cells.length !== columns.length) return [readFailure(raw)]; // the line is no row of this table
    const filled = columns.flatMap((column, i) => (cells[i] ? [[column, cells[i]] as const] : []));
    return [failureOf(new Map(filled), raw)];
  }
}

/** Reads one line tolerantly: an object by its likely keys, a text only as far as its meaning is certain. */
export function readFailure(raw: string): ImageFailure {
  const object = parseObject(raw);
  if (object === undefined) return readText(raw);
  return failureOf(new Map(Object.entries(object).map(([key, value]) => [bareKey(key), value])), raw);
}

/** `line 7: SomeCode: what is wrong`: takes any code, also one that no document lists. */
const CODE_AND_MESSAGE = /^line\s*\d+\s*:\s*([A-Z]\w*(?:\.\w+)*)\s*:\s*(\S.*)$/i;

/** Finds a documented code as a whole word, and a number after the word `line`. Names are not searched for: they can be any text. */
function readText(raw: string): ImageFailure {
  const code = raw.match(/\w+(\.\w+)*/g)?.find((word) => Object.hasOwn(FAILURE_REASONS, word));
  const line = /\bline\s*(?:no\.?|number)?\s*[:#=]?\s*(\d+)\b/i.exec(raw)?.[1];
  const [, word, message] = CODE_AND_MESSAGE.exec(raw) ?? [];
  const facts = [...pair('code', code ?? word), ...pair('line', line), ...pair('message', message)];
  return failureOf(new Map<string, unknown>(facts), raw);
}

const pair = (key: string, value: string | undefined): [string, string][] =>
  value === undefined ? [] : [[key, value]];

function failureOf(facts: ReadonlyMap<string, unknown>, raw: string): ImageFailure {
  const text = (fact: keyof typeof KEYS) => {
    const value = KEYS[fact].map((key) => facts.get(key)).find((one) => one !== undefined && one !== null);
    if (value === undefined) return undefined;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const line = Number(text('line'));
  const code = text('code');
  return {
    line: Number.isInteger(line) && line > 0 ? line : undefined,
    productId: text('productId'),
    picName: text('picName'),
    code,
    message: text('message'),
    ...reasonOf(code),
    record: undefined,
    raw,
  };
}

async function readHeader(raw: string) {
  if (parseObject(raw) !== undefined) return undefined;
  const known: readonly string[] = Object.values(KEYS).flat();
  for (const delimiter of DELIMITERS) {
    const columns = (await cellsOf(raw, delimiter))?.map(bareKey) ?? [];
    if (columns.filter((column) => known.includes(column)).length >= LEAST_COLUMNS)
      return { columns, delimiter };
  }
  return undefined;
}

/** The cells of a row in one line; undefined when a quote is not closed. */
async function cellsOf(raw: string, delimiter: string): Promise<string[] | undefined> {
  const { parse } = await import('csv-parse/sync');
  try {
    return (parse(raw, { delimiter, trim: true }) as string[][])[0];
  } catch {
    return undefined; // the line is kept verbatim
  }
}

const isListOfObjects = (value: unknown): value is readonly object[] =>
  Array.isArray(value) &&
  value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item));

const bareKey = (key: string): string => key.toLowerCase().replace(/[^a-z]/g, '');

function parseObject(raw: string): object | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // not JSON
  }
}
