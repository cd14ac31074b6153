/** Copying more than this takes longer than the way through the thread pool. */
const MOST_BYTES = 64 * 1024;

/** An operation that takes longer, in ms, has waited for a disk or a network. */
const SLOW_MS = 0.5;

/** How many operations use the pool after a slow one, before a synchronous one is tried again. */
const STEPS_IN_POOL = 32;

const MOST_FOLDERS = 64;

/**
 * Decides whether files are opened and read synchronously or in the thread pool. Files that the system has in memory are
 * read in some µs, and the way through the pool takes ten times as long; but a synchronous read that waits for a disk
 * blocks the whole process. The first file of each folder is opened in the pool: when the folder hangs, such as that of
 * an unreachable file server, only the pool waits.
 */
export class ReadPace {
  readonly #now: () => number;
  readonly #folders = new Set<string>();
  #inPool = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  opensAtOnce(folder: string): boolean {
    return this.#folders.has(folder) && this.#isQuick();
  }

  /** Call it when the pool has opened a file of this folder. */
  hasOpened(folder: string): void {
    if (this.#folders.size >= MOST_FOLDERS) this.#folders.clear();
    this.#folders.add(folder);
  }

  readsAtOnce(bytes: number): boolean {
    return bytes <= MOST_BYTES && this.#isQuick();
  }

  /** Runs synchronous work, and remembers when it was slow. */
  timed<T>(work: () => T): T {
    const start = this.#now();
    try {
      return work();
    } finally {
      if (this.#now() - start > SLOW_MS) this.#inPool = STEPS_IN_POOL;
    }
  }

  #isQuick(): boolean {
    if (this.#inPool === 0) return true;
    this.#inPool -= 1;
    return false;
  }
}
