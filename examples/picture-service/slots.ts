import { ServiceError } from './answers.ts';

/** So many requests at once, and no queue behind them: one more is refused, and may come again. */
export class Slots {
  #free: number;

  constructor(most: number) {
    this.#free = most;
  }

  /** @throws {ServiceError} `BUSY` when all slots are taken */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0)
      throw new ServiceError(503, 'BUSY', 'Too many pictures come at once', 'Send it again in some seconds');
    this.#free -= 1;
    try {
      return await work();
    } finally {
      this.#free += 1;
    }
  }
}
