import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { StatusLine } from '../progress/status-line.ts';
import { hasColours, paint } from './paint.ts';
import { printable, printableJson } from './printable.ts';

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
  /** Prints bytes of a file as they are, on standard output; see `result()` for the promise. */
  bytes(piece: Uint8Array): Promise<void> | undefined;
  /** A note for people, on standard error; none with `--quiet`. */
  note(text: Lines): void;
  /** Says why the command ends, with `--quiet`, too; with `--json` also as a line on standard output, unless `json` is left out. */
  error(text: Lines, json?: object): void;
  /** Writes the results that are still buffered. */
  flush(): void;
  /** Has `makeWay` called before anything is written: what is drawn on the terminal would end up among the lines. */
  below(makeWay: () => void): void;
  /** How many columns there are for text. */
  readonly columns: number;
  /** Undefined when standard error is no terminal, and with `--quiet`. */
  readonly statusLine: StatusLine | undefined;
}

/** The reason for an abort when results can no longer be written: their reader has ended, or the disk is full. */
export class OutputLost extends Error {
  override readonly name = 'OutputLost';
}

/** Results are buffered up to this many characters, since one system call for each result would take longer. */
const PIECE = 16_384;

/** The width of text that is not printed on a terminal. */
const COLUMNS = 80;

interface Look {
  /** Whether notes and progress are left out. @default false */
  readonly quiet?: boolean | undefined;
  /** The last line of the terminal that standard error is. @default none */
  readonly statusLine?: StatusLine | undefined;
  /** Where `NO_COLOR` and `FORCE_COLOR` are looked up. @default no variable is set */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** @param signal aborts the wait for a reader that has stopped reading */
export function openOutput(
  json: boolean,
  stdout: Writable,
  stderr: Writable,
  signal: AbortSignal,
  { quiet = false, statusLine, env = {} }: Look = {},
): Output {
  const [paintOut, paintErr] = [stdout, stderr].map((stream) => (hasColours(stream, env) ? paint : asItIs));
  let waiting = '';
  let makeWay = () => {};
  const flush = (): boolean => {
    const piece = waiting;
    waiting = '';
    if (piece === '') return true;
    makeWay();
    return stdout.write(piece);
  };
  const say = (text: Lines) => {
    makeWay();
    stderr.write(written(text, paintErr));
  };
  return {
    result: (object, text) => {
      signal.throwIfAborted();
      if (!json && text === undefined) return undefined;
      if (waiting === '') setImmediate(flush); // results until then are written together
      waiting += json ? `${printableJson(object)}\n` : written(text ?? [], paintOut);
      return waiting.length < PIECE || flush() ? undefined : drained(stdout, signal);
    },
    bytes: (piece) => {
      signal.throwIfAborted();
      flush();
      return stdout.write(piece) ? undefined : drained(stdout, signal);
    },
    note: (text) => {
      if (!quiet) say(text);
    },
    error: (text, object) => {
      say(text);
      if (!json || object === undefined) return;
      waiting += `${printableJson(object)}\n`;
      flush();
    },
    flush: () => void flush(),
    below: (called) => {
      makeWay = called;
    },
    columns: isTerminal(stdout) ? stdout.columns || COLUMNS : COLUMNS,
    statusLine,
  };
}

const asItIs = (line: string): string => line;

const written = (text: Lines, painted: (line: string) => string = asItIs): string =>
  (typeof text === 'string' ? [text] : text).map((line) => `${painted(printable(line))}\n`).join('');

export const isTerminal = (stream: Writable): stream is NodeJS.WriteStream =>
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
