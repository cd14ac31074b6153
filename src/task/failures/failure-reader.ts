import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { TaskState } from '../calls/task-state.ts';
import { type FailureFileOptions, readFailureFile } from './failure-file.ts';
import type { ImageFailure } from './failure-line.ts';

export interface FailureReaderContext extends Omit<FailureFileOptions, 'signal'> {
  /** Asks for the task's state again, which has a fresh URL of the file. */
  readonly currentState: () => Promise<TaskState>;
}

/** Number of tries in a row that give no new failure. */
const MOST_TRIES = 3;

/** Reads the failures of a task one by one, and holds none. After an error it goes on behind the last that it gave. */
export class FailureReader {
  #url: string | undefined;
  readonly #context: FailureReaderContext;
  readonly #signal: AbortSignal | undefined;
  #file: AsyncGenerator<ImageFailure, void, void> | undefined;
  /** How many failures were given, and how many of the open file were read. */
  #given = 0;
  #read = 0;

  constructor(url: string | undefined, context: FailureReaderContext, signal: AbortSignal | undefined) {
    this.#url = url;
    this.#context = context;
    this.#signal = signal;
  }

  /**
   * The next failure; undefined when there is no more. When reading fails, asks for a fresh URL, and skips what was given.
   *
   * @throws {ImageSearchError} when every try failed; another call tries again
   */
  async next(): Promise<ImageFailure | undefined> {
    for (let attempt = 1; this.#url !== undefined; attempt++) {
      try {
        return await this.#nextOfFile(this.#url);
      } catch (error) {
        this.#file = undefined; // a generator that threw is over
        if (!isImageSearchError(error) || !error.retryable) throw error;
        if (attempt >= MOST_TRIES) throw error;
        const { errorUrl } = await this.#context.currentState().catch(() => {
          this.#signal?.throwIfAborted();
          throw error; // the caller asked for the file, so the error of reading the file counts
        });
        this.#url = errorUrl ?? this.#url;
      }
    }
    return undefined;
  }

  async close(): Promise<void> {
    await this.#file?.return();
  }

  async #nextOfFile(url: string): Promise<ImageFailure | undefined> {
    const { currentState: _, ...options } = this.#context;
    if (this.#file === undefined) this.#read = 0;
    this.#file ??= readFailureFile(url, { ...options, signal: this.#signal });
    for (;;) {
      const { value, done } = await this.#file.next();
      this.#signal?.throwIfAborted();
      if (done) return undefined;
      if (++this.#read <= this.#given) continue;
      this.#given = this.#read;
      return value;
    }
  }
}
