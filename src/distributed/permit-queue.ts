import { randomUUID } from 'node:crypto';
import type { Job, Queue, Worker } from 'bullmq';
import type { Turn } from '../service/calls/operation-rates.ts';
import { sleep } from '../shared/async/sleep.ts';
import { untilAborted } from '../shared/async/until-aborted.ts';
import { ImageSearchError } from '../shared/errors/image-search-error.ts';
import { closedSoon, opened } from './open-on-server.ts';
import type { QueueBackend } from './queue-backend.ts';
import { answered, QUEUE_PATIENCE_MS, untilOrAfter } from './queue-patience.ts';

/** There is one permit, and so one job, which is never finished: the same id twice is the same job. */
const PERMIT = 'permit';

/** How often a permit is looked for that another worker has, in ms: as a rule just until its call is sent. */
const LOOK_EVERY_MS = 20;

export interface PermitSettings {
  /** Calls in a second. */
  readonly perSecond: number;
  /** A permit whose holder was lost is taken from it after this, in ms, and at most as much again. */
  readonly lostAfterMs: number;
}

const intervalOf = ({ perSecond }: PermitSettings): number => Math.ceil(1_000 / perSecond);

/**
 * The permit to send the next call of one operation of an instance, of all workers. Who has it sends its call and gives it back,
 * and a limiter of BullMQ holds it back until the next call may be sent, counted from when the last one was.
 */
export class PermitQueue implements AsyncDisposable {
  readonly #name: string;
  readonly #intervalMs: number;
  readonly #lostAfterMs: number;
  readonly #queue: Queue;
  readonly #worker: Worker;
  readonly #token = randomUUID();
  /** The one before in this process: that it has the permit, or has given up waiting, and then that it has given it back. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(server: string, queue: Queue, worker: Worker, settings: PermitSettings) {
    this.#name = server;
    this.#intervalMs = intervalOf(settings);
    this.#lostAfterMs = settings.lostAfterMs;
    this.#queue = queue;
    this.#worker = worker;
    void this.#worker.startStalledCheckTimer().catch(() => {}); // while the server is away, the permit is waited for first
  }

  /** @throws {ImageSearchError} `QUEUE_UNREACHABLE` when the server does not answer, `QUEUE_REFUSED` */
  static async open(
    backend: QueueBackend,
    name: string,
    settings: PermitSettings,
    signal: AbortSignal,
  ): Promise<PermitQueue> {
    const { lostAfterMs } = settings;
    const options = { name: backend.name, patienceMs: QUEUE_PATIENCE_MS, signal };
    const limiter = { max: 1, duration: intervalOf(settings) };
    const makeWorker = () =>
      backend.worker(name, null, {
        ...{ limiter, maxStalledCount: MOST_STALLED },
        ...{ lockDuration: lostAfterMs, stalledInterval: lostAfterMs / 2 },
      });
    const queue = await forWholeShard(opened(() => backend.queue(name), options));
    try {
      const worker = await forWholeShard(opened(makeWorker, options));
      return new PermitQueue(backend.name, queue, worker, settings);
    } catch (error) {
      await closedSoon(queue);
      throw error;
    }
  }

  /** Resolves when the next call may be sent. Those of one process come in order. */
  async take(signal: AbortSignal | undefined): Promise<Turn> {
    const before = this.#last;
    let release: (then?: Promise<unknown>) => void = () => {};
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    try {
      await untilAborted(before, signal);
      const permit = await this.#fetch(signal);
      return this.#turn(permit, release);
    } catch (error) {
      release(before);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await untilOrAfter(this.#last, this.#lostAfterMs);
    await Promise.allSettled([this.#worker.close(true), closedSoon(this.#queue)]);
  }

  async #fetch(signal: AbortSignal | undefined): Promise<Job> {
    for (;;) {
      signal?.throwIfAborted();
      const permit = await this.#call(() => this.#fetchNow(signal), signal);
      if (permit !== undefined) return permit;
      const waitMs = await this.#call(() => this.#queue.getRateLimitTtl(1), signal);
      if (waitMs <= 0) await this.#call(() => this.#queue.add(PERMIT, {}, { jobId: PERMIT }), signal);
      await sleep(waitMs > 0 ? waitMs : LOOK_EVERY_MS, signal);
    }
  }

  /** Undefined while the permit is held back, or another worker has it. */
  async #fetchNow(signal: AbortSignal | undefined): Promise<Job | undefined> {
    const permit = await this.#worker.getNextJob(this.#token, { block: false });
    if (permit === undefined || signal?.aborted !== true) return permit;
    await this.#giveBack(permit, false);
    return undefined;
  }

  #turn(permit: Job, release: () => void): Turn {
    let isOver = false;
    const giveBack = (isSent: boolean) => {
      if (isOver) return;
      isOver = true;
      // Without an answer the permit is lost, and another worker gets it after its time.
      void this.#giveBack(permit, isSent).then(release, release);
    };
    return { sent: () => giveBack(true), [Symbol.dispose]: () => giveBack(false) };
  }

  async #giveBack(permit: Job, isSent: boolean): Promise<void> {
    if (isSent) await this.#queue.rateLimit(this.#intervalMs);
    await permit.moveToWait(this.#token);
  }

  #call<T>(call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return forWholeShard(answered(call, { name: this.#name, patienceMs: QUEUE_PATIENCE_MS, signal }));
  }
}

/** A queue that is away is no answer about an image: its error is for the whole shard. */
async function forWholeShard<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ImageSearchError)) throw error;
    const { code, advice, message } = error;
    throw new ImageSearchError(message, { code, advice, cause: error });
  }
}

/** However many workers are lost, the permit is not. */
const MOST_STALLED = 1_000_000;
