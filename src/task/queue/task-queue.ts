import { show } from '../../shared/checks.ts';
import { type ImageSearchError, isImageSearchError } from '../../shared/image-search-error.ts';
import { type Clock, systemClock } from '../../shared/sleep.ts';
import type { WatchOptions } from '../batch-task-client.ts';
import { defaultPollDelay } from '../poll-delay.ts';
import type { TaskRef } from '../task-ref.ts';
import type { TaskState } from '../task-state.ts';
import { isUnsent } from '../unsent.ts';
import { checkSameFile, type QueuedFile, type QueueEntry, queueEntry } from './queue-entry.ts';
import { checkQueueOptions, type TaskQueueOptions } from './queue-options.ts';
import { changeOf, type QueueRecord, queueHead, replayQueue } from './queue-record.ts';

/**
 * Many increment.meta files for one instance, which runs one batch task at a time: in their order, each submitted exactly
 * once, through crashes of this process and lost answers. Tasks of others are waited for.
 *
 * @example
 * await using queue = await TaskQueue.open({ tasks, storage: queueFile('import.queue') });
 * await queue.add(parts.map(({ folder, etag }) => ({ address: folder, etag }))); // again after a crash: nothing is queued twice
 * for await (const { file, state } of queue.run({ signal })) await report(file, tasks.failures(state));
 */
export class TaskQueue implements AsyncDisposable {
  readonly #options: TaskQueueOptions;
  readonly #clock: Clock;
  readonly #entries: Map<string, QueueEntry>;
  #isSaved: boolean;
  #lastTurn: Promise<unknown> = Promise.resolve();
  #running = false;
  /** The entry whose task `run` may be starting. */
  #starting: string | undefined;
  /** Whether the service has answered in this process. */
  #reached = false;

  private constructor(options: TaskQueueOptions, saved: ReadonlyMap<string, QueueEntry> | undefined) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#entries = new Map(saved);
    this.#isSaved = saved !== undefined;
  }

  /**
   * An empty queue, or the one that was saved.
   *
   * @throws {TypeError} when what was saved is no queue, or one of another instance
   * @throws {RangeError} when something else has the file of `queueFile`, or when the file is damaged
   */
  static async open(options: TaskQueueOptions): Promise<TaskQueue> {
    const { storage, tasks } = checkQueueOptions(options);
    const records = (await storage.load()) ?? [];
    if (records.length === 0) return new TaskQueue(options, undefined);
    try {
      const queue = new TaskQueue(options, replayQueue(records, tasks));
      await storage.append([queueHead(tasks)]); // so that the next step of a previous owner finds the storage changed
      return queue;
    } catch (error) {
      await storage.close?.();
      throw error;
    }
  }

  /** Every file, in order, with how far it has come. */
  get entries(): readonly QueueEntry[] {
    return [...this.#entries.values()];
  }

  /**
   * Adds files at the end and saves the queue. Those that are in it already stay as they are.
   *
   * @returns how many are new
   * @throws {TypeError} when a folder is none, or an id is given to another file than it has; nothing is added then
   */
  async add(files: Iterable<QueuedFile>): Promise<number> {
    const given = [...files].map(queueEntry);
    return await this.#inTurn(async () => {
      const added = new Map<string, QueueEntry>();
      const idOf = new Map(this.entries.map(({ address, id }) => [address, id]));
      for (const entry of given) {
        this.#checkFile(entry, idOf);
        idOf.set(entry.address, entry.id);
        const queued = this.#entries.get(entry.id) ?? added.get(entry.id);
        if (queued === undefined) added.set(entry.id, entry);
        else checkSameFile(queued, entry);
      }
      await this.#append([...added.values()]);
      for (const [id, entry] of added) this.#entries.set(id, entry);
      return added.size;
    });
  }

  /**
   * Takes out a file whose task was not started, or is over: such as one that was written anew, to be added again. Of one that
   * was about to be sent, IncreaseList is asked.
   *
   * @throws {TypeError} when it is not in the queue, or when its task was started and is not over
   */
  async remove(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    const isStarted =
      entry?.state === 'running' ||
      (entry?.state === 'submitting' && (await this.#options.tasks.findStarted(entry.intent)) !== undefined);
    await this.#inTurn(async () => {
      const isStarting = isStarted || this.#starting === id;
      if (entry === undefined || isStarting || this.#entries.get(id) !== entry) {
        throw new TypeError(
          `Cannot take ${show(id)} out of the queue as its task must not have been started, or be over: current value is ${show(entry?.state ?? 'not in the queue')}`,
        );
      }
      const others = new Map(this.#entries);
      others.delete(id);
      const intents = [...others.values()]
        .filter((one) => 'intent' in one)
        .map((one) => changeOf(others, one));
      await this.#append([{ id, removed: true }, ...intents]); // its task is no longer named by the queue itself
      this.#entries.delete(id);
    });
  }

  /**
   * Brings every file through its task, one after the other, and yields each when its task is over, whether it succeeded or
   * failed. A file counts as done when the next is asked for: one whose reader broke off, or crashed, comes again.
   * What cannot go on rejects; run again, it goes on from there.
   *
   * @throws {ImageSearchError} such as `META_FILE_CHANGED`, or the service's; trouble that may pass only when it stays
   */
  async *run(
    options: WatchOptions = {},
  ): AsyncGenerator<{ readonly file: QueuedFile; readonly state: TaskState }, void, void> {
    if (this.#running) throw new TypeError('Cannot run a queue as it must not be running already');
    this.#running = true;
    try {
      for (const id of this.#entries.keys()) {
        // a map's keys include those that are added meanwhile
        const entry = this.#entry(id);
        if (entry.state === 'done') continue;
        const file = fileOf(entry);
        const state = await this.#settle(entry, options);
        const { ref, status } = state;
        await this.#put({ ...file, state: 'settled', ref, status });
        yield { file, state };
        if (this.#entries.has(id)) await this.#put({ ...file, state: 'done', ref, status }); // it may be taken out by now
      }
    } finally {
      this.#running = false;
    }
  }

  /** Lets another process have the queue. What was saved stays. */
  async close(): Promise<void> {
    await this.#inTurn(async () => this.#options.storage.close?.());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #settle(entry: QueueEntry, { signal, pollDelay }: WatchOptions): Promise<TaskState> {
    const ref = 'ref' in entry ? entry.ref : await this.#bringToStart(entry, signal);
    return this.#options.tasks.wait(ref, { signal, ...(pollDelay && { pollDelay }) });
  }

  async #bringToStart(entry: QueueEntry, signal: AbortSignal | undefined): Promise<TaskRef> {
    this.#starting = entry.id;
    try {
      const ref = await this.#startPatiently(entry.id, signal);
      await this.#put({ ...fileOf(entry), state: 'running', ref });
      return ref;
    } finally {
      this.#starting = undefined;
    }
  }

  /** Starts a task through trouble that may pass, such as an outage of some minutes. */
  async #startPatiently(id: string, signal: AbortSignal | undefined): Promise<TaskRef> {
    for (let n = 0; ; n++) {
      try {
        const ref = await this.#start(id, signal);
        this.#reached = true;
        return ref;
      } catch (error) {
        signal?.throwIfAborted();
        if (!isImageSearchError(error) || !mayPass(error, this.#reached) || n === MOST_TRIES) throw error;
        await this.#clock.sleep(error.retryAfterMs ?? defaultPollDelay(n), signal);
      }
    }
  }

  /** What may have been sent before is looked for first. */
  async #start(id: string, signal: AbortSignal | undefined): Promise<TaskRef> {
    const { tasks, store, beforeSubmit, callbackAddress } = this.#options;
    const entry = this.#entry(id);
    const file = fileOf(entry);
    const previousIntent = entry.state === 'submitting' ? entry.intent : undefined;
    const found = previousIntent && (await tasks.findStarted(previousIntent, { signal }));
    if (found !== undefined) return found;
    return tasks.submit(entry.address, {
      signal,
      store,
      callbackAddress,
      previousIntent, // should it show after all
      whenRunning: 'wait',
      etag: entry.etag,
      ...(beforeSubmit && { beforeSubmit: (options) => beforeSubmit(file, options) }),
      onIntent: (intent) => this.#put({ ...file, state: 'submitting', intent }),
    });
  }

  #checkFile({ id, address, etag }: QueueEntry, idOf: ReadonlyMap<string, string>): void {
    const { store, beforeSubmit } = this.#options;
    if (etag !== undefined && store === undefined)
      throw new TypeError(
        `Cannot queue ${show(address)} as 'etag' takes a 'store' of the queue that can be asked`,
      );
    if (beforeSubmit === undefined && (idOf.get(address) ?? id) !== id) {
      throw new TypeError(
        `Cannot queue ${show(address)} twice as each folder has one increment.meta: give 'beforeSubmit' to put each in its place`,
      );
    }
  }

  #entry(id: string): QueueEntry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new Error(`Defect in TaskQueue: ${id} is gone. Please report this`);
    return entry;
  }

  /** Memory is never ahead of what is stored. */
  async #put(entry: QueueEntry): Promise<void> {
    await this.#inTurn(async () => {
      await this.#append([changeOf(this.#entries, entry)]);
      this.#entries.set(entry.id, entry);
    });
  }

  async #append(records: readonly QueueRecord[]): Promise<void> {
    if (records.length === 0) return;
    const { storage, tasks } = this.#options;
    await storage.append(this.#isSaved ? records : [queueHead(tasks), ...records]);
    this.#isSaved = true;
  }

  /** One change of the queue at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work, work); // whoever began the last turn hears of its failure
    this.#lastTurn = turn;
    return turn;
  }
}

/** How often a start that may pass is tried again: the waits between come to some ten minutes. */
const MOST_TRIES = 32;

/** Once the service was there, that it is not passes. `SUBMIT_UNCERTAIN`, too: the saved intent is looked for again. */
const mayPass = (error: ImageSearchError, reached: boolean): boolean =>
  error.retryable || error.code === 'SUBMIT_UNCERTAIN' || (reached && isUnsent(error));

const fileOf = ({ id, address, etag }: QueueEntry): QueuedFile & { readonly id: string } => ({
  id,
  address,
  ...(etag !== undefined && { etag }),
});
