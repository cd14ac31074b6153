/** What is longer is copied for longer than the way through the thread pool takes. */
const MOST_BYTES = 64 * 1024;

/** What takes longer, in ms, has waited for a disk or a network. */
const SLOW_MS = 0.5;

/** After something slow so much goes through the pool before it is tried at once again. */
const STEPS_IN_POOL = 32;

const MOST_FOLDERS = 64;

/**
 * Whether opening and reading files is worth the way through the thread pool. What the system holds in memory comes in
 * some millionths of a second, and the way there and back takes ten times as long; what waits for a disk would hold up
 * everything else in the process. A folder is trusted once a file of it was opened in the pool: one that hangs, such as
 * that of a server that is gone, hangs there.
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

  /** Tells that a file of this folder came out of the pool. */
  hasOpened(folder: string): void {
    if (this.#folders.size >= MOST_FOLDERS) this.#folders.clear();
    this.#folders.add(folder);
  }

  readsAtOnce(bytes: number): boolean {
    return bytes <= MOST_BYTES && this.#isQuick();
  }

  /** Does something at once, and remembers when it was slow. */
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
