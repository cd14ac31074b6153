import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonLine, jsonOfLines, readJsonBlocks } from '../../shared/json-lines-file.ts';

/** As many that a partition of ten million values takes a few megabytes. */
export const PARTITIONS = 1_024;

/** Of each partition so much stays in memory until it goes to a file. */
const BYTES_IN_A_BLOCK = 4_096;

/** UTF-8 takes no more for a code unit. */
const MOST_BYTES_OF_A_UNIT = 3;

/**
 * Takes values, each for one of 1,024 partitions, and gives them back a partition at a time: what is compared with each other
 * goes to the same one, so that memory need not hold all of them. A partition that outgrows its block goes to a file.
 */
export class PartitionedValues<T extends object> {
  readonly #folder: string;
  /** By partition: lines that are in no file yet. */
  readonly #blocks: Buffer[] = [];
  readonly #filled = new Uint32Array(PARTITIONS);
  readonly #hasFile = new Uint8Array(PARTITIONS);

  /** @param folder an existing folder, for these values alone */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws the system's error when the file cannot be written, the disk being full for one */
  add(partition: number, value: T): void {
    const line = jsonLine(value);
    const most = MOST_BYTES_OF_A_UNIT * line.length;
    this.#blocks[partition] ??= Buffer.allocUnsafeSlow(BYTES_IN_A_BLOCK);
    if ((this.#filled[partition] as number) + most > BYTES_IN_A_BLOCK) {
      this.#append(partition, this.#block(partition));
      this.#filled[partition] = 0;
    }
    const filled = this.#filled[partition] as number;
    if (most > BYTES_IN_A_BLOCK) this.#append(partition, line);
    else this.#filled[partition] = filled + (this.#blocks[partition] as Buffer).write(line, filled);
  }

  /** The values of a partition in the order in which they came, many at a time. */
  async *read(partition: number): AsyncGenerator<T[], void, void> {
    if (this.#hasFile[partition] === 1) yield* readJsonBlocks<T>(this.#fileOf(partition));
    const block = this.#block(partition);
    if (block.length > 0) yield jsonOfLines<T>(block.toString());
  }

  #block(partition: number): Buffer {
    return this.#blocks[partition]?.subarray(0, this.#filled[partition]) ?? Buffer.alloc(0);
  }

  #append(partition: number, lines: Buffer | string): void {
    appendFileSync(this.#fileOf(partition), lines);
    this.#hasFile[partition] = 1;
  }

  #fileOf(partition: number): string {
    return join(this.#folder, `${partition}.jsonl`);
  }
}
