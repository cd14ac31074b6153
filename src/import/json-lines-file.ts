import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { readLines } from '../shared/lines.ts';

const LINES_IN_A_BLOCK = 256;

/** Writes a file of an import's temporary folder: one value a line, a block of lines at a time. */
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
    this.#block.push(`${JSON.stringify(value)}\n`);
    if (this.#block.length === LINES_IN_A_BLOCK) await this.#flush();
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

/** Reads a file that `JsonLinesWriter` wrote, with the number of each line, from 1. */
export async function* readJsonLinesFile<T extends object>(
  path: string,
): AsyncGenerator<T & { readonly line: number }, void, void> {
  for await (const { bytes, line } of readLines(createReadStream(path), Number.MAX_SAFE_INTEGER)) {
    yield { ...(JSON.parse(new TextDecoder().decode(bytes)) as T), line };
  }
}
