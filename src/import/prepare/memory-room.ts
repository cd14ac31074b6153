/**
 * Memory that works share. Each begins once there is room for what it needs, in the order in which they came; one that needs
 * more than there is has all of it.
 */
export class MemoryRoom {
  readonly #size: number;
  #free: number;
  readonly #waiting: { readonly bytes: number; readonly begin: () => void }[] = [];

  /** @param size in bytes */
  constructor(size: number) {
    this.#size = size;
    this.#free = size;
  }

  /** @param work ends soon when its signal aborts, so that those who wait have their turn, and end too */
  async use<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const needed = Math.min(bytes, this.#size);
    await new Promise<void>((begin) => {
      this.#waiting.push({ bytes: needed, begin });
      this.#next();
    });
    try {
      return await work();
    } finally {
      this.#free += needed;
      this.#next();
    }
  }

  #next(): void {
    for (
      let [first] = this.#waiting;
      first !== undefined && first.bytes <= this.#free;
      [first] = this.#waiting
    ) {
      this.#waiting.shift();
      this.#free -= first.bytes;
      first.begin();
    }
  }
}
