import type { Clock } from '../../shared/async/sleep.ts';
import { ImportStopped } from '../import-stopped.ts';

const MS_IN_A_MINUTE = 60_000;

export interface TransferBudgetOptions {
  readonly maxMinutes?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly clock: Clock;
}

/** How long one run of an upload may take, and how much it may send. Both are soft: what is under way is finished. */
export class TransferBudget {
  readonly #options: TransferBudgetOptions;
  readonly #until: number;
  #bytes = 0;

  constructor(options: TransferBudgetOptions) {
    const { maxMinutes = Number.POSITIVE_INFINITY, clock } = options;
    this.#options = options;
    this.#until = clock.now() + maxMinutes * MS_IN_A_MINUTE;
  }

  /** Counts bytes as they are sent. */
  spend(bytes: number): void {
    this.#bytes += bytes;
  }

  /** What is used up; undefined while more images may be begun. */
  get spent(): 'maxMinutes' | 'maxBytes' | undefined {
    if (this.#options.clock.now() >= this.#until) return 'maxMinutes';
    return this.#bytes >= (this.#options.maxBytes ?? Number.POSITIVE_INFINITY) ? 'maxBytes' : undefined;
  }

  /** What ends an upload of which `left` images are left. */
  stopped(spent: 'maxMinutes' | 'maxBytes', done: number, left: number): ImportStopped {
    return new ImportStopped(
      `Upload stopped as '${spent}' is ${this.#options[spent]}: ${done} images are done and ${left} are left; continue with the same state`,
      spent === 'maxMinutes' ? 'MAX_MINUTES_REACHED' : 'MAX_BYTES_REACHED',
    );
  }
}
