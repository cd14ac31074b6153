import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { printable, printableJson } from './printable.ts';
import { openStatusLine, type StatusLine } from './status-line.ts';

/** One line, or several: a line feed inside a string is escaped as any other character that nobody can see. */
type Lines = string | readonly string[];

/**
 * Where everything goes that a command prints: text for people, or one JSON object per line and nothing else. Nothing else in
 * the command line writes to a standard stream, so that no name and no word of a service reaches a terminal as it is.
 */
export interface Output {
  /**
   * Prints `json` as a line with `--json`, else the text; no text means that people need not see it. Returns a
   * promise only when a slow reader must be waited for: awaiting a million results would take a second.
   */
  result(json: object, text?: Lines): Promise<void> | undefined;
  /** A note for people, on standard error. */
  note(text: Lines): void;
  /** Writes the results that are still buffered. */
  flush(): void;
  /** Has `makeWay` called before anything is written: what is drawn on the terminal would end up among the lines. */
  below(makeWay: () => void): void;
  /** Undefined when standard error is no terminal. */
  readonly statusLine: StatusLine | undefined;
}

/** The reason for an abort when results can no longer be written: their reader has ended, or the disk is full. */
export class OutputLost extends Error {
  override readonly name = 'OutputLost';
}

/** Results are buffered up to this many characters, since one system call for each result would take longer. */
const PIECE = 16_384;

/** @param signal aborts the wait for a reader that has stopped reading */
export function openOutput(json: boolean, stdout: Writable, stderr: Writable, signal: AbortSignal): Output {
  let waiting = '';
  let makeWay = () => {};
  const flush = (): boolean => {
    const piece = waiting;
    waiting = '';
    if (piece === '') return true;
    makeWay();
    return stdout.write(piece);
  };
  return {
    result: (object, text) => {
      signal.throwIfAborted();
      if (!json && text === undefined) return undefined;
      if (waiting === '') setImmediate(flush); // results until then are written together
      waiting += json ? `${printableJson(object)}\n` : written(text ?? []);
      return waiting.length < PIECE || flush() ? undefined : drained(stdout, signal);
    },
    note: (text) => {
      makeWay();
      stderr.write(written(text));
    },
    flush: () => void flush(),
    below: (called) => {
      makeWay = called;
    },
    statusLine: isTerminal(stderr) ? openStatusLine(stderr) : undefined,
  };
}

const written = (text: Lines): string =>
  typeof text === 'string' ? `${printable(text)}\n` : text.map((line) => `${printable(line)}\n`).join('');

const isTerminal = (stream: Writable): stream is NodeJS.WriteStream =>
  'isTTY' in stream && stream.isTTY === true;

/** Resolves when the stream can take more. */
async function drained(stream: Writable, signal: AbortSignal): Promise<void> {
  try {
    await once(stream, 'drain', { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Resolves when the system has taken everything. A failure is reported by the stream's event `error`. */
export const flushed = (stream: Writable): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));

/** What `writeWholeFile` appends to the name of a file until the file is whole. */
export const PART = '.part';
