import type { Writable } from 'node:stream';
import { untilAborted } from '../shared/until-aborted.ts';

/** Where a command's results go: text for people, or one JSON object per line and nothing else. */
export interface Output {
  /** Prints `json` as a line with `--json`, else the text; no text means that people need not see it. */
  result(json: object, text?: string): Promise<void>;
  /** A note for people, on standard error. */
  note(text: string): void;
  /** Writes the results that wait to be written together. */
  flush(): void;
}

/** The reason for an abort when results can no longer be written: the reader has gone, or the disk is full. */
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
    result: async (object, text) => {
      signal.throwIfAborted();
      const line = json ? JSON.stringify(object) : text;
      if (line === undefined) return;
      if (waiting === '') setImmediate(flush); // whatever else comes by then goes with it
      waiting += `${line}\n`;
      if (waiting.length < PIECE || flush()) return;
      const drained = new Promise<void>((resolve) => stdout.once('drain', resolve)); // a slow reader slows us
      await untilAborted(drained, signal);
    },
    note: (text) => void stderr.write(`${text}\n`),
    flush: () => void flush(),
  };
}

/** Resolves when everything has been handed to the system. A failure is heard of as the stream's `error`. */
export const flushed = (stream: Writable): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));

/**
 * What could steer a terminal, as escapes: control characters and those that turn the direction of writing. File names
 * and a service's messages are strangers' texts.
 */
export const printable = (text: string): string =>
  text.replace(
    /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
