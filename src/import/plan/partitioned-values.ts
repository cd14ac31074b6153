import { jsonOfLines } from '../../shared/files/json-lines-file.ts';
import { PartitionedLines } from './partitioned-lines.ts';

/** The same as `PartitionedLines`, for values of JSON. */
export class PartitionedValues<T extends object> implements AsyncDisposable {
  readonly #lines: PartitionedLines;

  /**
   * @param path of the file, which is made when it is needed, and is the caller's to remove
   * @param blockBytes what stays in memory of each partition
   */
  constructor(path: string, blockBytes?: number) {
    this.#lines = new PartitionedLines(path, blockBytes);
  }

  /** @throws the system's error when the file cannot be written, the disk being full for one */
  add(partition: number, value: T): void {
    this.#lines.add(partition, JSON.stringify(value));
  }

  /** The values of a partition in the order in which they came, many at a time. */
  async *read(partition: number): AsyncGenerator<T[], void, void> {
    for (const lines of await this.#lines.textsOf(partition)) if (lines !== '') yield jsonOfLines<T>(lines);
  }

  /** Closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lines[Symbol.asyncDispose]();
  }
}
