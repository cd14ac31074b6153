import { DEFAULT_PATIENCE_MS, Patience } from '../../service/patience.ts';
import { systemClock } from '../../shared/async/sleep.ts';
import { show } from '../../shared/options/checks.ts';
import type { BatchTaskClient } from '../batch-task-client.ts';
import type { TaskRef } from '../calls/task-ref.ts';
import type { TaskState } from '../calls/task-state.ts';
import { type WatchOptions, watchOptions } from '../calls/watch-task.ts';
import { checkSameFile, type QueuedFile, type QueueEntry, queueEntry } from './queue-entry.ts';
import { checkQueueOptions, type TaskQueueOptions } from './queue-options.ts';
import { changeOf, type QueueRecord, queueHead, replayQueue } from './queue-record.ts';

/**
 * Many increment.meta files for one instance, which runs one batch task at a time. They are submitted in order, each exactly
 * once, even when this process crashes or an answer is lost. The queue waits while a task that it did not start is running.
 *
 * @example
 * await using queue = await TaskQueue.open({ tasks, storage: queueFile('import.queue') });
 * await queue.add([{ address: 'oss://my-bucket/spring' }]); // safe to repeat after a crash: no file is queued twice
 * for await (const { file, state } of queue.run({ signal }))
 *   for await (const { picName, code } of tasks.failures(state)) console.log(file.address, picName, code);
 */
export class TaskQueue implements AsyncDisposable {
  readonly #options: TaskQueueOptions;
  readonly #entries: Map<string, QueueEntry>;
  #isSaved: boolean;
  #lastChange: Promise<unknown> = Promise.resolve();
  #running = false;
  /** The entry whose task `run` may be starting. */
  #starting: string | undefined;

  private constructor(options: TaskQueueOptions, saved: ReadonlyMap<string, QueueEntry> | undefined) {
    this.#options = options;
    this.#entries = new Map(saved);
    this.#isSaved = saved !== undefined;
  }

  /**
   * Opens the queue that the storage holds, or an empty queue.
   *
   * @throws {TypeError} when an option is missing or wrong, or when the storage holds no queue, or a queue of another instance
   * @throws {RangeError} when another queue has the file of `queueFile` open, or when the file is damaged
   */
  static async open(options: TaskQueueOptions): Promise<TaskQueue> {
    const { storage, tasks } = checkQueueOptions(options);
    const records = (await storage.load()) ?? [];
    if (records.length === 0) return new TaskQueue(options, undefined);
    try {
      const queue = new TaskQueue(options, replayQueue(records, tasks));
      // Save once now, so that the previous owner's next save notices and fails.
      await storage.append([queueHead(tasks)]);
      return queue;
    } catch (error) {
      await storage.close?.();
      throw error;
    }
  }

  /** Every file, in order, with its state. */
  get entries(): readonly QueueEntry[] {
    return [...this.#entries.values()];
  }

  /**
   * Adds files at the end and saves the queue. Files that are in the queue stay as they are.
   *
   * @returns the number of files that were added
   * @throws {TypeError} when a file breaks a rule, or its id belongs to another file; then no file is added
   */
  async add(files: Iterable<QueuedFile>): Promise<number> {
    const given = [...files].map(queueEntry);
    return await this.#inOrder(async () => {
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
   * Removes a file whose task was not started, or is over: for example a file that was written again, and is to be added again.
   * IncreaseList is asked about a file that was about to be submitted.
   *
   * @throws {TypeError} when the file is not in the queue, or when its task was started and is not over
   */
  async remove(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    const isStarted =
      entry?.state === 'running' ||
      (entry?.state === 'submitting' && (await this.#options.tasks.findStarted(entry.intent)) !== undefined);
    await this.#inOrder(async () => {
      const isStarting = isStarted || this.#starting === id;
      if (entry === undefined || isStarting || this.#entries.get(id) !== entry) {
        throw new TypeError(
          `Cannot remove ${show(id)} from the queue as its task must not have been started, or be over: current value is ${show(entry?.state ?? 'not in the queue')}`,
        );
      }
      const others = new Map(this.#entries);
      others.delete(id);
      const intents = [...others.values()]
        .filter((one) => 'intent' in one)
        .map((one) => changeOf(others, one));
      // The stored intents leave out the tasks of the queue's entries, so they must now name the task of this entry.
      await this.#append([{ id, removed: true }, ...intents]);
      this.#entries.delete(id);
    });
  }

  /**
   * Runs the task of every file, one after the other, and yields each file when its task is over, whether the task succeeded
   * or failed. A file is done when the reader asks for the next: if the reader stops or crashes before that, the next run
   * yields the file again. After an error, the next run continues with the same file.
   *
   * @throws {ImageSearchError} such as `META_FILE_CHANGED`, or the service's. Errors that may pass are retried for about ten
   * minutes first
   */
  async *run(
    options: WatchOptions = {},
  ): AsyncGenerator<{ readonly file: QueuedFile; readonly state: TaskState }, void, void> {
    watchOptions('run()', options);
    if (this.#running) throw new TypeError('Cannot run the queue as it is running already');
    this.#running = true;
    const tasks = this.#patientTasks();
    try {
      for (const id of this.#entries.keys()) {
        // A map's keys include the keys that are added during the loop.
        const entry = this.#entry(id);
        if (entry.state === 'done') continue;
        const file = fileOf(entry);
        const state = await this.#settle(entry, tasks, options);
        const { ref, status } = state;
        await this.#put({ ...file, state: 'settled', ref, status });
        yield { file, state };
        // The reader may have removed the file.
        if (this.#entries.has(id)) await this.#put({ ...file, state: 'done', ref, status });
      }
    } finally {
      this.#running = false;
    }
  }

  /** Closes the storage, so that another process can open the queue. */
  async close(): Promise<void> {
    await this.#inOrder(async () => this.#options.storage.close?.());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** The client, whose calls wait for a service that is away. One that was reached before this run has a right address. */
  #patientTasks(): BatchTaskClient {
    const { tasks, clock = systemClock } = this.#options;
    const patience = new Patience({ clock, patienceMs: DEFAULT_PATIENCE_MS });
    if (this.entries.some(({ state }) => state !== 'waiting')) patience.noteReached();
    return tasks.patiently(patience);
  }

  async #settle(
    entry: QueueEntry,
    tasks: BatchTaskClient,
    { signal, pollDelay }: WatchOptions,
  ): Promise<TaskState> {
    const ref = 'ref' in entry ? entry.ref : await this.#startAndSave(entry, tasks, signal);
    return tasks.wait(ref, { signal, pollDelay });
  }

  async #startAndSave(
    entry: QueueEntry,
    tasks: BatchTaskClient,
    signal: AbortSignal | undefined,
  ): Promise<TaskRef> {
    this.#starting = entry.id;
    try {
      const ref = await this.#start(entry, tasks, signal);
      await this.#put({ ...fileOf(entry), state: 'running', ref });
      return ref;
    } finally {
      this.#starting = undefined;
    }
  }

  /** Starts a task, unless an earlier submit of the file has started it. */
  #start(entry: QueueEntry, tasks: BatchTaskClient, signal: AbortSignal | undefined): Promise<TaskRef> {
    const { store, beforeSubmit, callbackAddress } = this.#options;
    const file = fileOf(entry);
    return tasks.submit(entry.address, {
      signal,
      store,
      callbackAddress,
      previousIntent: entry.state === 'submitting' ? entry.intent : undefined,
      whenRunning: 'wait',
      etag: entry.etag,
      beforeSubmit: beforeSubmit && ((options) => beforeSubmit(file, options)),
      onIntent: (intent) => this.#put({ ...file, state: 'submitting', intent }),
    });
  }

  #checkFile({ id, address, etag }: QueueEntry, idOf: ReadonlyMap<string, string>): void {
    const { store, beforeSubmit } = this.#options;
    if (etag !== undefined && store === undefined)
      throw new TypeError(
        `Cannot queue ${show(address)} as 'etag' needs a 'store' of the queue that can be asked for it`,
      );
    if (beforeSubmit === undefined && (idOf.get(address) ?? id) !== id) {
      throw new TypeError(
        `Cannot queue ${show(address)} twice as each folder has one increment.meta: give 'beforeSubmit', which puts each file into the folder in its turn`,
      );
    }
  }

  #entry(id: string): QueueEntry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new Error(`Defect in TaskQueue: ${id} is gone. Please report this`);
    return entry;
  }

  /** Stores the entry first: memory must never be ahead of what is stored. */
  async #put(entry: QueueEntry): Promise<void> {
    await this.#inOrder(async () => {
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

  /** Runs one change of the queue at a time, in the order of the calls. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const change = this.#lastChange.then(work, work); // the caller of the last change receives its error
    this.#lastChange = change;
    return change;
  }
}

const fileOf = ({ id, address, etag }: QueueEntry): QueuedFile & { readonly id: string } => ({
  id,
  address,
  etag,
});
