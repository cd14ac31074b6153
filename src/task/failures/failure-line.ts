import type { MetaRecord } from '../../meta/model/meta-record.ts';
import { bareName, cellsOf, type TableHeader, tableHeader } from '../../service/result-file/table-header.ts';
import { objectInJson } from '../../shared/text/parse-json.ts';
import { FAILURE_REASONS, type FailureReason, reasonOf } from './failure-reasons.ts';

/** One image that the service did not take. A fact that its line in the file does not give is undefined. */
export interface ImageFailure {
  /** Line of increment.meta, from 1. */
  readonly line: number | undefined;
  /** Undefined when the line does not tell. */
  readonly productId: string | undefined;
  /** Undefined when the line does not tell. */
  readonly picName: string | undefined;
  /** The service's code; undefined when the line does not tell. */
  readonly code: string | undefined;
  /** The service's words; undefined when the line does not tell. */
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

const KNOWN_KEYS: ReadonlySet<string> = new Set(Object.values(KEYS).flat());

/** Reads the lines of one file of failures: objects in JSON, rows below a header, or text. */
export class FailureLines {
  #table: TableHeader | undefined;
  #isFirst = true;

  /** An empty list for a header; several failures for a list in one line. */
  async read(raw: string): Promise<readonly ImageFailure[]> {
    if (this.#isFirst) {
      this.#isFirst = false;
      if (objectInJson(raw) === undefined) this.#table = await tableHeader(raw, KNOWN_KEYS);
      if (this.#table !== undefined) return [];
    }
    if (this.#table === undefined) {
      const list = objectInJson(raw);
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
  const object = objectInJson(raw);
  if (object === undefined) return readText(raw);
  return failureOf(new Map(Object.entries(object).map(([key, value]) => [bareName(key), value])), raw);
}

/** `line 7: SomeCode: what is wrong`: takes any code, also one that no document lists. */
const CODE_AND_MESSAGE = /^line\s*\d+\s*:\s*([A-Z]\w*(?:\.\w+)*)\s*:\s*(\S.*)$/i;

/** Finds a documented code as a whole word, and a number after the word `line`. Names are not searched for: they can be any text. */
function readText(raw: string): ImageFailure {
  const code = raw.match(/\w+(\.\w+)*/g)?.find((word) => Object.hasOwn(FAILURE_REASONS, word));
  const line = /\bline\s*(?:(?:no\.?|number)\s*)?(?:[:#=]\s*)?(\d+)\b/i.exec(raw)?.[1];
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

const isListOfObjects = (value: unknown): value is readonly object[] =>
  Array.isArray(value) &&
  value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
