import { mayPass, shortageOf } from '../errors/shortage.ts';
import { type Clock, systemClock } from './sleep.ts';

export interface ShortageWaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/** How long open files and memory are waited for while nothing succeeds, in ms. */
const MOST_WAIT_MS = 60_000;
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 1_000;

/**
 * Repeats work that needs an open file or memory while this machine is short of them. What other work gives back can be
 * had, so the time is counted from the last success of any work.
 */
export class ShortageWait {
  #successes = 0;

  /**
   * The result of `work`, after waits from 10 ms to 1 s.
   *
   * @throws {ImageSearchError} `OUT_OF_FILES` or `OUT_OF_MEMORY` when no work has succeeded for a minute; `DISK_FULL` at once;
   * the signal's reason; every other error of `work`
   */
  async run<T>(work: () => T | Promise<T>, options: ShortageWaitOptions = {}): Promise<T> {
    const { signal, clock = systemClock } = options;
    let successes = this.#successes;
    for (let waited = 0, wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      signal?.throwIfAborted();
      try {
        const result = await work();
        this.#successes += 1;
        return result;
      } catch (error) {
        const shortage = shortageOf(error);
        if (shortage === undefined) throw error;
        if (this.#successes !== successes) waited = 0;
        if (!mayPass(shortage) || waited >= MOST_WAIT_MS) throw shortage;
      }
      successes = this.#successes;
      await clock.sleep(wait, signal);
      waited += wait;
    }
  }
}

/** The wait of this process: its files and connections are counted together by the system. */
export const processWait = new ShortageWait();
