import type { Job, QueueEvents } from 'bullmq';
import type { RunOptions, ShardWork } from '../import/run-shards.ts';
import { ImageSearchError } from '../shared/errors/image-search-error.ts';
import { closedSoon, keepRunning, opened } from './open-on-server.ts';
import type { QueueBackend, ShardQueue } from './queue-backend.ts';
import { answered, FIRST_CONTACT_MS, untilOrAfter } from './queue-patience.ts';
import { type JobFailure, jobIdOf, type ShardJob, type ShardResult } from './shard-job.ts';
import { watchWorkers } from './watch-workers.ts';

/** How often a job is looked at whose event may have been lost with the server. */
const LOOK_EVERY_MS = 5_000;

interface ShardJobsOptions {
  readonly patienceMs: number;
  /** Called when shards wait and no worker is connected, once until one has come. It does not throw. */
  readonly onNoWorkers: () => void;
}

/** The jobs of one import, as its coordinator sees them. */
export class ShardJobs implements AsyncDisposable {
  readonly #queue: ShardQueue;
  readonly #events: QueueEvents;
  readonly #name: string;
  readonly #patienceMs: number;
  readonly #closing = new AbortController();
  /** By the id of the job. */
  readonly #waiting = new Map<string, () => void>();

  private constructor(
    name: string,
    queue: ShardQueue,
    events: QueueEvents,
    { patienceMs, onNoWorkers }: ShardJobsOptions,
  ) {
    this.#name = name;
    this.#patienceMs = patienceMs;
    this.#queue = queue;
    this.#events = events;
    const wake = ({ jobId }: { jobId: string }) => this.#waiting.get(jobId)?.();
    this.#events.on('completed', wake);
    this.#events.on('failed', wake);
    void keepRunning(events, this.#closing.signal);
    const isWaiting = () => this.#waiting.size > 0;
    void watchWorkers(queue, isWaiting, onNoWorkers, this.#closing.signal);
  }

  /** @throws {ImageSearchError} `QUEUE_UNREACHABLE` when the server does not answer, `QUEUE_REFUSED` */
  static async open(
    backend: QueueBackend,
    name: string,
    options: ShardJobsOptions,
    signal: AbortSignal | undefined,
  ): Promise<ShardJobs> {
    const { patienceMs } = options;
    const first = { name: backend.name, patienceMs: Math.min(FIRST_CONTACT_MS, patienceMs), signal };
    const queue = await opened(() => backend.queue(name), first);
    try {
      const events = await opened(() => backend.events(name), first);
      return new ShardJobs(backend.name, queue, events, options);
    } catch (error) {
      await closedSoon(queue);
      throw error;
    }
  }

  /**
   * Resolves when workers have prepared a shard. Where workers were lost again and again, the part that they were at is given up,
   * and the shard is prepared on.
   *
   * @throws {ImageSearchError} for what a worker could not do, such as reading the bucket
   */
  async prepare<Shard extends ShardWork>(
    shard: Shard,
    giveUp: RunOptions<Shard>['giveUp'],
    signal: AbortSignal,
  ): Promise<void> {
    for (let isFirst = true; ; isFirst = false) {
      const job = await this.#finished(shard, isFirst, signal);
      const result = (job.returnvalue ?? null) as ShardResult | null;
      if (result !== null && 'rows' in result) return;
      if (result !== null && 'failed' in result) throw failureOf(result.failed, shard);
      if (result === null || 'lostAfter' in result) {
        const tries = result === null ? 'more often than the queue allows' : `${result.tries} times`;
        await giveUp(shard, `Shard ${shard.number} lost its workers ${tries} at one place`, signal);
      }
      await this.#call(() => job.remove(), signal);
    }
  }

  /** Removes the job of a shard, once what it has done is noted. */
  async forget(shard: ShardWork, signal: AbortSignal): Promise<void> {
    await this.#call(() => this.#queue.remove(jobIdOf(shard)), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Error('The jobs are closed'));
    await Promise.all([closedSoon(this.#events), closedSoon(this.#queue)]);
  }

  /** @param forgetsFailure whether a job that has failed is made anew: what a worker could not do may be possible now */
  async #finished(
    shard: ShardWork,
    forgetsFailure: boolean,
    signal: AbortSignal,
  ): Promise<Job<ShardJob, ShardResult>> {
    const { import: name, round, number } = shard;
    const jobId = jobIdOf(shard);
    const data: ShardJob = { import: name, round, shard: number };
    for (let isFirst = true; ; isFirst = false) {
      const heard = new Promise<void>((resolve) => this.#waiting.set(jobId, resolve));
      try {
        const job = await this.#call(() => this.#queue.getJob(jobId), signal);
        const isOld = isFirst && forgetsFailure && hasFailed(job);
        if (job?.finishedOn !== undefined && !isOld) return job;
        const isLeft = isOld || (!isFirst && job !== undefined && (await this.#isInNoList(job, signal)));
        if (isLeft) await this.#call(async () => await job?.remove(), signal);
        // A server that has lost its data has lost the job, too.
        if (job === undefined || isLeft)
          await this.#call(() => this.#queue.add('prepare', data, { jobId }), signal);
        await untilOrAfter(heard, LOOK_EVERY_MS, signal);
      } finally {
        this.#waiting.delete(jobId);
      }
    }
  }

  /** A server that evicts keys may lose the list that workers take jobs from, and keep the jobs. */
  async #isInNoList(job: Job<ShardJob, ShardResult>, signal: AbortSignal): Promise<boolean> {
    return (await this.#call(() => job.getState(), signal)) === 'unknown';
  }

  #call<T>(call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return answered(call, { name: this.#name, patienceMs: this.#patienceMs, signal });
  }
}

const hasFailed = (job: Job<ShardJob, ShardResult> | undefined): boolean =>
  job?.finishedOn !== undefined && 'failed' in (job.returnvalue ?? {});

const failureOf = ({ code, message, advice, worker }: JobFailure, { number }: ShardWork) =>
  new ImageSearchError(`Worker ${worker} cannot prepare shard ${number}: ${message}`, { code, advice });
