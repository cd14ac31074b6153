import { createReadStream, existsSync } from 'node:fs';
import { show } from '../../shared/options/checks.ts';
import { readLines } from '../../shared/text/lines.ts';
import { GrowingFile } from './growing-file.ts';

/** A file of JSON lines that grows by one line at a time, as a `GrowingFile` does. */
export class GrowingLines<T extends object> implements Disposable {
  readonly #file: GrowingFile;

  /**
   * @param bytes the length of the part that counts: what follows is removed
   * @throws {RangeError} when the file is shorter
   */
  constructor(path: string, bytes: number) {
    this.#file = new GrowingFile(path, bytes);
  }

  /** The length of the file. */
  get bytes(): number {
    return this.#file.bytes;
  }

  add(value: T): void {
    this.#file.add(`${JSON.stringify(value)}\n`);
  }

  sync(): Promise<void> {
    return this.#file.sync();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}

/** A value of a file of JSON lines, and where its line ends. */
export interface WholeLine<T> {
  readonly value: T;
  /** The length of the file up to the end of the line. */
  readonly bytes: number;
}

/**
 * The whole lines of such a file; none when there is no file. A last line without its line feed was being written when the
 * process ended, and is left out.
 *
 * @throws {RangeError} that names file and line, for a line that is no JSON
 */
export async function* wholeLinesOf<T extends object>(
  path: string,
): AsyncGenerator<WholeLine<T>, void, void> {
  if (!existsSync(path)) return;
  for await (const { bytes, line, offset, ended } of readLines(createReadStream(path), LONGEST_LINE)) {
    if (!ended) return;
    yield { value: parsed(path, line, bytes), bytes: offset + bytes.length + 1 };
  }
}

function parsed<T>(path: string, line: number, bytes: Uint8Array): T {
  const text = Buffer.from(bytes).toString();
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new RangeError(
      `Cannot continue from line ${line} of ${show(path, LONGEST_PATH)} as it must be as it was written: current value is ${show(text)}; restore an undamaged copy of the file, or start anew with another folder`,
      { cause },
    );
  }
}

const LONGEST_LINE = Number.MAX_SAFE_INTEGER;
const LONGEST_PATH = 1_000;
