import { ImageSearchError } from '../shared/image-search-error.ts';
import { readLines } from '../shared/lines.ts';
import { FailureLines, type TaskFailure } from './failure-line.ts';

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
  const lines = new FailureLines();
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
      const failure = raw === '' ? undefined : await lines.read(raw);
      if (failure !== undefined) yield failure;
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
