import { untilAborted } from './until-aborted.ts';

interface Running<T> {
  readonly answer: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

/**
 * One call for all who ask while it is under way. A caller that aborts leaves the others their answer; when nobody is left,
 * the call is aborted, and the next to ask begins anew. No answer is kept.
 */
export class SharedCall<T> {
  readonly #work: (signal: AbortSignal) => Promise<T>;
  #running: Running<T> | undefined;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#work = work;
  }

  /** Rejects as the call does, or with the signal's reason. */
  async ask(signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    this.#running ??= this.#begin();
    const running = this.#running;
    running.waiting++;
    try {
      return await untilAborted(running.answer, signal);
    } finally {
      running.waiting--;
      if (running.waiting === 0) {
        if (this.#running === running) this.#running = undefined;
        running.stop.abort();
      }
    }
  }

  #begin(): Running<T> {
    const stop = new AbortController();
    return { answer: this.#work(stop.signal), stop, waiting: 0 };
  }
}
