import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { lineBlocks } from '../text/lines.ts';

const LINES_IN_A_BLOCK = 256;

/** Writes a file of JSON lines: one value a line, a block of lines at a time. */
export class JsonLinesWriter<T extends object> {
  readonly #file: FileHandle;
  #block: string[] = [];

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create<T extends object>(path: string): Promise<JsonLinesWriter<T>> {
    return new JsonLinesWriter<T>(await open(path, 'w'));
  }

  async add(value: T): Promise<void> {
    this.#block.push(jsonLine(value));
    if (this.#block.length === LINES_IN_A_BLOCK) await this.#flush();
  }

  /** Writes everything to the disk, so that it survives a power cut. */
  async sync(): Promise<void> {
    await this.#flush();
    await this.#file.datasync();
  }

  async finish(): Promise<void> {
    await this.sync();
    await this.#file.close();
  }

  async close(): Promise<void> {
    try {
      await this.#flush();
    } finally {
      await this.#file.close();
    }
  }

  async #flush(): Promise<void> {
    const block = this.#block.join('');
    this.#block = [];
    await this.#file.writeFile(block); // unlike write(), until all is written
  }
}

export const jsonLine = (value: object): string => `${JSON.stringify(value)}\n`;

/** The values of whole lines: JSON has no line feed inside a value. */
export const jsonOfLines = <T extends object>(lines: string): T[] =>
  JSON.parse(`[${lines.slice(0, -1).replaceAll('\n', ',')}]`) as T[];

/** Reads a file of `jsonLine`s. @param atOnce so many bytes at once */
export async function* readJsonLinesFile<T extends object>(
  path: string,
  atOnce = 65_536,
): AsyncGenerator<T, void, void> {
  const stream = createReadStream(path, { highWaterMark: atOnce });
  for await (const { bytes } of lineBlocks(stream, Number.MAX_SAFE_INTEGER))
    yield* jsonOfLines<T>(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
}
