import { untilAborted } from './until-aborted.ts';

interface Running<T> {
  readonly answer: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

/**
 * Callers that ask while a call runs share that call. A caller that aborts does not abort the call of the others; when the last
 * caller has aborted, the call is aborted, and the next caller starts a new one. The answer is not cached.
 */
export class SharedCall<T> {
  readonly #work: (signal: AbortSignal) => Promise<T>;
  #running: Running<T> | undefined;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#work = work;
  }

  /** Settles as the call does, or rejects with the signal's reason. */
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
