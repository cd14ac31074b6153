import { ImageSearchError } from '../shared/image-search-error.ts';
import { readLines } from '../shared/lines.ts';

/** One image that the service did not take. What a line of the file does not tell is undefined. */
export interface TaskFailure {
  /** Of increment.meta, from 1. */
  readonly line: number | undefined;
  readonly productId: string | undefined;
  readonly picName: string | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** The line as it came: the format of the file is documented nowhere. */
  readonly raw: string;
}

const MAX_LINE_BYTES = 1_048_576;
const SILENT_AT_MOST_MS = 60_000;

/**
 * Downloads a file of failures, line by line.
 *
 * @throws {ImageSearchError} `FAILURE_FILE_UNREADABLE`
 */
export async function* readFailureFile(
  url: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<TaskFailure, void, void> {
  if (!isPlainUrl(url)) throw unreadable('its URL is none that can be read', undefined, undefined, false);
  const late = new AbortController();
  const waiting = () => setTimeout(() => late.abort(), SILENT_AT_MOST_MS);
  let timer = waiting();
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([late.signal, ...(signal ? [signal] : [])]) });
    if (!answer.ok || answer.body === null) {
      await answer.body?.cancel();
      throw unreadable(`it answered HTTP ${answer.status}`, answer.status);
    }
    for await (const { bytes } of readLines(answer.body, MAX_LINE_BYTES)) {
      const raw = new TextDecoder()
        .decode(bytes)
        .replace(/^\uFEFF/, '')
        .trim();
      clearTimeout(timer); // whoever reads may take their time
      if (raw !== '') yield readFailure(raw);
      timer = waiting();
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof ImageSearchError
      ? error
      : unreadable(
          late.signal.aborted ? 'no answer came in time' : 'the connection failed',
          undefined,
          error,
        );
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch` repeats a URL that it refuses in its error, so such a one must not get there. */
function isPlainUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** The URL is signed, so it stands in no message. */
const unreadable = (what: string, httpStatus: number | undefined, cause?: unknown, retryable = true) =>
  new ImageSearchError(`Cannot read the task's file of failures: ${what}`, {
    code: 'FAILURE_FILE_UNREADABLE',
    httpStatus,
    retryable,
    advice: 'Ask for the failures again: each IncreaseList gives the URL, and it is valid for two hours',
    cause,
  });

/** Keys that may carry each fact, lower case and without punctuation. */
const KEYS = {
  line: ['line', 'lineno', 'linenumber', 'row'],
  productId: ['productid', 'itemid', 'product'],
  picName: ['picname', 'pic', 'image', 'imagename'],
  code: ['code', 'errorcode', 'errcode'],
  message: ['message', 'msg', 'errormessage', 'errormsg', 'reason', 'error'],
} as const;

/** What a line says, read tolerantly: an object by its likely keys, anything else verbatim. */
export function readFailure(raw: string): TaskFailure {
  const facts = new Map<string, unknown>();
  for (const [key, value] of Object.entries(parseObject(raw) ?? {}))
    facts.set(key.toLowerCase().replace(/[^a-z]/g, ''), value);
  const text = (fact: keyof typeof KEYS) => {
    const value = KEYS[fact].map((key) => facts.get(key)).find((one) => one !== undefined && one !== null);
    if (value === undefined) return undefined;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const line = Number(text('line'));
  return {
    line: Number.isInteger(line) && line > 0 ? line : undefined,
    productId: text('productId'),
    picName: text('picName'),
    code: text('code'),
    message: text('message'),
    raw,
  };
}

function parseObject(raw: string): object | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // not JSON: the line is kept verbatim
  }
}
