import { ImageSearchService, type ServiceOptions } from '../service/image-search-service.ts';
import { parseOssAddress } from '../service/oss-address.ts';
import { atLeast, oneOf, text } from '../shared/checks.ts';
import { ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';
import { type Clock, systemClock } from '../shared/sleep.ts';
import { readFailureFile } from './failure-file.ts';
import type { TaskFailure } from './failure-line.ts';
import { pollDelay } from './poll-delay.ts';
import { answerIsLost, busy, lost, uncertain } from './submit-errors.ts';
import { checkTaskRef, type TaskRef, taskPath } from './task-ref.ts';
import { isSettled, readTaskState, type TaskState } from './task-state.ts';
import { TaskStillRunning } from './task-still-running.ts';

/** `clock` is for the waits between polls, too. */
export interface BatchTaskClientOptions extends ServiceOptions {}

export interface TaskCallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface SubmitOptions extends TaskCallOptions {
  /** Called by the service when the task is over; http or https. */
  readonly callbackAddress?: string;
  /**
   * What to do while another task is running on the instance, which runs one at a time: reject with `TASK_RUNNING`; wait
   * until it is over; or take it for the one that is asked for, if it has the same folder and began after `since`.
   *
   * @default 'refuse'
   */
  readonly whenRunning?: WhenRunning;
  /** For `adopt`: milliseconds since 1970, such as when this work was begun before a crash. @default when the client was made */
  readonly since?: number;
  /** Runs when no other task is running, just before this one starts: the moment to put increment.meta in its place. */
  readonly prepare?: () => Promise<void>;
}

export interface WatchOptions extends TaskCallOptions {
  /** The wait after the nth poll (from 0), in ms. @default grows from 1 s to 30 s */
  readonly delay?: (n: number) => number;
}

export interface WaitOptions extends WatchOptions {
  /** How long to wait at most, in ms. The last look comes when it is over. @default for ever */
  readonly timeoutMs?: number;
}

const WHEN_RUNNING = ['refuse', 'wait', 'adopt'] as const;

export type WhenRunning = (typeof WHEN_RUNNING)[number];

const PAGE_SIZE = 100;
const LOOKS_AFTER_LOST_ANSWER = 3;
const READS_OF_FAILURES = 3;

/**
 * Batch tasks of one Image Search instance: submitted once, watched to the end, their failures read.
 * Aborting a call stops the watching, never the task: the service has no way to cancel one.
 *
 * @example
 * const tasks = new BatchTaskClient({ region: 'cn-shanghai', instance: 'shop' });
 * const state = await tasks.wait(await tasks.submit('oss://bucket/spring'));
 * for await (const failure of tasks.failures(state)) console.log(failure.picName, failure.code);
 */
export class BatchTaskClient {
  readonly #service: ImageSearchService;
  readonly #clock: Clock;
  readonly #madeAt: number;

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: BatchTaskClientOptions) {
    this.#service = new ImageSearchService(options);
    this.#clock = options.clock ?? systemClock;
    this.#madeAt = this.#clock.now();
  }

  /**
   * Starts a batch task for the increment.meta in a folder, given as `oss://BUCKET/FOLDER`.
   * IncreaseInstance is not idempotent: it is sent once, and when its answer is lost IncreaseList tells what became of it.
   * Given the ref of a task that was submitted before, it submits nothing and returns that.
   *
   * @throws {ImageSearchError} `TASK_RUNNING` when the instance is busy, `SUBMIT_UNCERTAIN` when nothing tells whether
   * the task was started, or the service's code
   */
  async submit(folder: string | TaskRef, options: SubmitOptions = {}): Promise<TaskRef> {
    const { callbackAddress, prepare, signal, since = this.#madeAt } = options;
    const whenRunning = oneOf(WHEN_RUNNING, 'whenRunning', options.whenRunning ?? 'refuse');
    if (typeof folder !== 'string') return (await this.get(folder, { signal })).ref;
    const { bucket, folder: name } = parseOssAddress(folder);
    const path = taskPath(name);
    if (callbackAddress !== undefined && !/^https?:\/\//.test(callbackAddress)) {
      throw new TypeError(
        `Cannot submit as 'callbackAddress' must begin with http:// or https://: current value is "${callbackAddress}"`,
      );
    }
    let { past, running } = await this.#tasks(signal);
    for (; running !== undefined; { past, running } = await this.#tasks(signal)) {
      const { ref, createdAt } = running;
      const isAskedFor = ref.bucket === bucket && ref.path === path && createdAt >= since;
      if (whenRunning === 'adopt' && isAskedFor) return ref;
      if (whenRunning !== 'wait') throw busy(ref);
      await this.wait(ref, { signal });
    }
    await prepare?.();
    const parameters = {
      BucketName: bucket,
      Path: path,
      ...(callbackAddress && { CallbackAddress: callbackAddress }),
    };
    try {
      const { Data } = await this.#service.call('IncreaseInstance', parameters, signal);
      const id = (Data as { Id?: unknown } | undefined)?.Id;
      if (id === undefined || id === null) throw lost('IncreaseInstance answered without an id');
      return this.#ref(String(id), bucket, path);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isImageSearchError(error) || !answerIsLost(error)) throw error;
      return await this.#findLost(error, past, bucket, path, signal);
    }
  }

  /** Every task that the service remembers, in its own order, which no document tells. */
  async *list({ signal }: TaskCallOptions = {}): AsyncGenerator<TaskState, void, void> {
    let read = 0;
    for (let page = 1; ; page++) {
      const { tasks, total } = await this.#page(
        { PageNumber: String(page), PageSize: String(PAGE_SIZE) },
        signal,
      );
      yield* tasks;
      read += tasks.length;
      if (tasks.length === 0 || read >= total) return;
    }
  }

  /**
   * @throws {TypeError} when the ref is none, or of another instance: its id may be another task's here
   * @throws {ImageSearchError} `TASK_NOT_FOUND`, or the service's code
   */
  async get(ref: TaskRef, { signal }: TaskCallOptions = {}): Promise<TaskState> {
    checkTaskRef(ref, this.#service);
    const found = await this.find(ref.id, { signal });
    if (found !== undefined) return found;
    throw new ImageSearchError(
      `Cannot find task ${ref.id} of instance "${this.#service.instance}": IncreaseList does not know it`,
      {
        code: 'TASK_NOT_FOUND',
        advice: 'Check the instance and the region the task was submitted to',
      },
    );
  }

  /** The task of an id, undefined when the service does not know it: where there is no ref, such as in a callback. */
  async find(id: string, { signal }: TaskCallOptions = {}): Promise<TaskState | undefined> {
    const { tasks } = await this.#page({ Id: text('id', id) }, signal);
    return tasks.find(({ ref }) => ref.id === id);
  }

  /** The name of the instance. */
  get instance(): string {
    return this.#service.instance;
  }

  /**
   * Yields the task's state at every poll, the settled one last.
   *
   * @throws {ImageSearchError} `UNKNOWN_TASK_STATUS`, `TASK_NOT_FOUND`, or the service's code
   */
  async *watch(
    ref: TaskRef,
    { signal, delay = pollDelay }: WatchOptions = {},
  ): AsyncGenerator<TaskState, void, void> {
    for (let n = 0; ; n++) {
      signal?.throwIfAborted();
      const state = await this.get(ref, { signal });
      yield state;
      if (isSettled(state)) return;
      await this.#clock.sleep(delay(n), signal);
    }
  }

  /**
   * Waits until the task is over and returns its last state: SUCCESS or FAIL. However long that takes, unless `timeoutMs` is given.
   *
   * @throws {TaskStillRunning} with the ref, when that time is over and the task is not
   */
  async wait(ref: TaskRef, { timeoutMs, delay = pollDelay, signal }: WaitOptions = {}): Promise<TaskState> {
    const until = timeoutMs === undefined ? Infinity : this.#clock.now() + atLeast(0, 'timeoutMs', timeoutMs);
    const cut = (n: number) => Math.min(delay(n), Math.max(0, until - this.#clock.now()));
    for await (const state of this.watch(ref, { signal, delay: cut })) {
      if (isSettled(state)) return state;
      if (this.#clock.now() >= until) throw new TaskStillRunning(ref, timeoutMs ?? 0);
    }
    throw new Error('Defect in BatchTaskClient: watching ended before the task. Please report this');
  }

  /**
   * The images that the service did not take, from the file it leaves. A SUCCESS can have some. When reading fails, a
   * fresh address is asked for and reading goes on where it stopped.
   *
   * @throws {ImageSearchError} `FAILURE_FILE_UNREADABLE`, at last: then not all is known of single images
   */
  async *failures(
    state: TaskState,
    { signal }: TaskCallOptions = {},
  ): AsyncGenerator<TaskFailure, void, void> {
    let { errorUrl } = state;
    let read = 0;
    for (let attempt = 1; errorUrl !== undefined; attempt++) {
      try {
        let seen = 0;
        for await (const failure of readFailureFile(errorUrl, signal)) {
          if (++seen <= read) continue;
          read = seen;
          yield failure;
        }
        return;
      } catch (error) {
        if (attempt === READS_OF_FAILURES || !isImageSearchError(error) || !error.retryable) throw error;
        const fresh = await this.get(state.ref, { signal }).catch(() => {
          signal?.throwIfAborted();
          throw error; // what was asked for is the file
        });
        errorUrl = fresh.errorUrl ?? errorUrl;
      }
    }
  }

  /**
   * Makes sure that no task is running on the instance.
   *
   * @throws {ImageSearchError} `TASK_RUNNING`
   */
  async assertIdle({ signal }: TaskCallOptions = {}): Promise<void> {
    const { running } = await this.#tasks(signal);
    if (running !== undefined) throw busy(running.ref);
  }

  /** The ids of the tasks there were, and the one that is running. */
  async #tasks(signal: AbortSignal | undefined) {
    const past = new Set<string>();
    for await (const state of this.list({ signal })) {
      if (state.status === 'PROCESSING') return { past, running: state };
      past.add(state.ref.id);
    }
    return { past, running: undefined };
  }

  async #findLost(
    error: ImageSearchError,
    before: ReadonlySet<string>,
    bucket: string,
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<TaskRef> {
    for (let look = 0; look < LOOKS_AFTER_LOST_ANSWER; look++) {
      if (look > 0) await this.#clock.sleep(pollDelay(look), signal);
      try {
        for await (const { ref } of this.list({ signal })) {
          if (!before.has(ref.id) && ref.bucket === bucket && ref.path === path) return ref;
        }
      } catch (cause) {
        signal?.throwIfAborted();
        throw uncertain(error, cause);
      }
    }
    throw error; // the service knows of no such task: the caller may submit again
  }

  async #page(query: Readonly<Record<string, string>>, signal: AbortSignal | undefined) {
    const { Data } = await this.#service.call('IncreaseList', query, signal);
    if (typeof Data !== 'object' || Data === null) throw lost('IncreaseList answered without data');
    const data = Data as { Increments?: { Instance?: unknown }; TotalCount?: unknown };
    const items = data.Increments?.Instance ?? [];
    if (!Array.isArray(items)) throw lost('IncreaseList answered without a list');
    const tasks = items.map((item: Record<string, unknown>) =>
      readTaskState(item, this.#service.region, this.#service.instance),
    );
    return { tasks, total: Number(data.TotalCount ?? Number.POSITIVE_INFINITY) }; // unknown: until a page is empty
  }

  #ref(id: string, bucket: string, path: string): TaskRef {
    const { region, instance } = this.#service;
    return { version: 1, region, instance, id, bucket, path };
  }
}
