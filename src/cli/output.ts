import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Where a command's results go: text for people, or one JSON object per line and nothing else. */
export interface Output {
  /**
   * Prints `json` as a line with `--json`, else the text; no text means that people need not see it. Gives a promise when a
   * slow reader must be waited for, and otherwise nothing: to await a million results costs a second.
   */
  result(json: object, text?: string): Promise<void> | undefined;
  /** A note for people, on standard error. */
  note(text: string): void;
  /** Writes the results that wait to be written together. */
  flush(): void;
}

/** The reason for an abort when results can no longer be written: their reader has ended, or the disk is full. */
export class OutputLost extends Error {
  override readonly name = 'OutputLost';
}

/** Results that come at once are written together, in pieces of so many characters: a call of the system for each takes longer. */
const PIECE = 16_384;

/** @param signal aborts the wait for a reader that has stopped reading */
export function openOutput(json: boolean, stdout: Writable, stderr: Writable, signal: AbortSignal): Output {
  let waiting = '';
  const flush = (): boolean => {
    const piece = waiting;
    waiting = '';
    return piece === '' || stdout.write(piece);
  };
  return {
    result: (object, text) => {
      signal.throwIfAborted();
      const line = json ? JSON.stringify(object) : text;
      if (line === undefined) return undefined;
      if (waiting === '') setImmediate(flush); // whatever else comes by then goes with it
      waiting += `${line}\n`;
      return waiting.length < PIECE || flush() ? undefined : drained(stdout, signal);
    },
    note: (text) => void stderr.write(`${text}\n`),
    flush: () => void flush(),
  };
}

/** Resolves when the reader of a stream has taken what was written. */
async function drained(stream: Writable, signal: AbortSignal): Promise<void> {
  try {
    await once(stream, 'drain', { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Resolves when everything was handed to the system. A failure comes as the stream's event `error`. */
export const flushed = (stream: Writable): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));

/** What `writeWholeFile` appends to the name of a file until the file is whole. */
export const PART = '.part';

/**
 * The text with escapes for characters that could steer a terminal: control characters, and those that change the direction
 * of writing. File names and messages of a service may hold them.
 */
export function printable(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text; // nearly every text, and this test is quick
  return text.replace(
    /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
