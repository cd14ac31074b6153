import { Connection, type ServiceOptions } from '../service/connection.ts';
import { ImageSearchService } from '../service/image-search-service.ts';
import { parseOssAddress } from '../service/oss-address.ts';
import { atLeast, callable, text } from '../shared/checks.ts';
import { Deadline } from '../shared/deadline.ts';
import { isImageSearchError } from '../shared/image-search-error.ts';
import { type Clock, systemClock } from '../shared/sleep.ts';
import type { ImageFailure } from './failures/failure-line.ts';
import { checkOver, type FailuresOptions, readFailures } from './failures/read-failures.ts';
import { ResultHosts } from './failures/result-hosts.ts';
import { defaultPollDelay } from './poll-delay.ts';
import { findStarted } from './submit/find-started.ts';
import { busy } from './submit/submit-errors.ts';
import type { SubmitIntent } from './submit/submit-intent.ts';
import { submitTask } from './submit/submit-task.ts';
import { type SubmitOptions, taskOrder } from './submit/task-order.ts';
import { TaskCalls } from './task-calls.ts';
import { TaskList } from './task-list.ts';
import { taskNotFound } from './task-not-found.ts';
import { checkOfInstance, checkTaskRef, type TaskRef, taskPath } from './task-ref.ts';
import { isSettled, type TaskState } from './task-state.ts';
import { TaskStillRunning } from './task-still-running.ts';
import { type TaskLook, watchTask } from './watch-task.ts';

export interface BatchTaskClientOptions extends ServiceOptions {
  /**
   * Hosts that files of failures are read from, over https, beside `*.aliyuncs.com`: such as a proxy's. A client of a
   * service on loopback reads from loopback, too.
   */
  readonly resultHosts?: readonly string[] | undefined;
}

export interface TaskCallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ListOptions extends TaskCallOptions {
  /** Only tasks of this folder, `oss://BUCKET/FOLDER`. */
  readonly address?: string | undefined;
}

export interface WatchOptions extends TaskCallOptions {
  /** The wait after the nth poll (from 0), in ms, where the service does not ask for one. @default grows from 1 s to 30 s */
  readonly pollDelay?: ((n: number) => number) | undefined;
}

export interface WaitOptions extends WatchOptions {
  /** How long to wait, in ms. The last look comes when it is over, and has three seconds. @default for ever */
  readonly timeoutMs?: number | undefined;
}

/** Its turn, by the pace of IncreaseList, included. */
const LAST_LOOK_MS = 3_000;

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
  readonly #calls: TaskCalls;
  readonly #clock: Clock;
  readonly #madeAt: number;
  readonly #resultHosts: ResultHosts;
  readonly #connection: Connection;

  /**
   * @param options or an `ImageSearchClient`, whose connection is then used
   * @throws {TypeError | RangeError} when an option is missing or out of its range
   */
  constructor(
    options:
      | BatchTaskClientOptions
      | (Pick<BatchTaskClientOptions, 'resultHosts'> & { readonly connection: Connection }),
  ) {
    this.#connection = Connection.of(options);
    const { endpoint, clock } = this.#connection;
    this.#calls = new TaskCalls(new ImageSearchService({ connection: this.#connection }));
    this.#clock = clock;
    this.#madeAt = clock.now();
    this.#resultHosts = new ResultHosts(options.resultHosts ?? [], endpoint.host);
  }

  /** The name of the instance. */
  get instance(): string {
    return this.#calls.instance;
  }

  get region(): string {
    return this.#calls.region;
  }

  /**
   * Starts a batch task for the increment.meta in a folder, given as `oss://BUCKET/FOLDER`.
   * IncreaseInstance is not idempotent: it is sent once, and when its answer is lost IncreaseList tells what became of it.
   * Given the ref of a task that was submitted before, it submits nothing and returns that.
   *
   * @throws {TypeError} before anything is sent, for a folder or an option that breaks a rule
   * @throws {ImageSearchError} `TASK_RUNNING` when the instance is busy, `META_FILE_MISSING` or `META_FILE_CHANGED` when the
   * store says so, `SUBMIT_UNCERTAIN` when nothing tells whether the task was started, or the service's code
   */
  async submit(folder: string | TaskRef, options: SubmitOptions = {}): Promise<TaskRef> {
    const { signal } = options;
    if (typeof folder !== 'string') return (await this.get(folder, { signal })).ref;
    const order = taskOrder(folder, options, {
      region: this.region,
      instance: this.instance,
      madeAt: this.#madeAt,
    });
    const waitFor = (ref: TaskRef) => this.wait(ref, { signal });
    return submitTask(order, { calls: this.#calls, clock: this.#clock, waitFor });
  }

  /**
   * What became of a submit that was interrupted after its `onIntent`: the task it started, or undefined when the service
   * knows of none, even after some seconds. Then it is safe to submit again.
   *
   * @throws {TypeError} when the intent is none, or of another instance
   */
  async findStarted(intent: SubmitIntent, { signal }: TaskCallOptions = {}): Promise<TaskRef | undefined> {
    checkOfInstance('a submit intent', intent, this);
    return findStarted(intent, { calls: this.#calls, clock: this.#clock }, signal);
  }

  /** Every task that the service remembers, in its own order: to be iterated, or read by page. */
  list({ address: given, signal }: ListOptions = {}): TaskList {
    const address = given === undefined ? undefined : parseOssAddress(given);
    const place = address && { bucket: address.bucket, path: taskPath(address.folder) };
    return new TaskList(this.#calls, place, signal);
  }

  /**
   * @throws {TypeError} when the ref is none, or of another instance: its id may be another task's here
   * @throws {ImageSearchError} `TASK_NOT_FOUND`, or the service's code
   */
  async get(ref: TaskRef, { signal }: TaskCallOptions = {}): Promise<TaskState> {
    return (await this.#look(checkTaskRef(ref, this), signal)).state;
  }

  /** The task of an id, undefined when the service does not know it: where there is no ref, such as in a callback. */
  async find(id: string, { signal }: TaskCallOptions = {}): Promise<TaskState | undefined> {
    const { tasks } = await this.#calls.page({ Id: text('id', id) }, signal);
    return tasks.find(({ ref }) => ref.id === id);
  }

  /**
   * Yields the task's state at every poll, the settled one last. A poll that fails with what may pass is made again at its
   * next turn, for ten minutes on end.
   *
   * @throws {ImageSearchError} `UNKNOWN_TASK_STATUS`, `TASK_NOT_FOUND`, or the service's code
   */
  watch(
    ref: TaskRef,
    { signal, pollDelay = defaultPollDelay }: WatchOptions = {},
  ): AsyncGenerator<TaskState, void, void> {
    return this.#watch(ref, { signal, pollDelay, until: Number.POSITIVE_INFINITY });
  }

  /**
   * Waits until the task is over and returns its last state: SUCCESS or FAIL. However long that takes, unless `timeoutMs` is given.
   *
   * @throws {TaskStillRunning} with the ref, when that time is over and the task is not
   */
  async wait(
    ref: TaskRef,
    { timeoutMs, pollDelay = defaultPollDelay, signal }: WaitOptions = {},
  ): Promise<TaskState> {
    const now = this.#clock.now();
    const until = timeoutMs === undefined ? Infinity : now + atLeast(0, 'timeoutMs', timeoutMs);
    const isLate = () => this.#clock.now() >= until;
    const deadline = this.#deadline(timeoutMs, signal);
    try {
      for await (const state of this.#watch(ref, { signal: deadline.signal, pollDelay, until })) {
        if (isSettled(state)) return state;
        if (isLate()) throw new TaskStillRunning(ref, timeoutMs ?? 0);
      }
    } catch (error) {
      signal?.throwIfAborted();
      const mayPass = isImageSearchError(error) && error.retryable && !(error instanceof TaskStillRunning);
      const isOver = (mayPass && isLate()) || deadline.ended(error);
      throw isOver ? new TaskStillRunning(ref, timeoutMs ?? 0, error) : error;
    } finally {
      deadline.clear();
    }
    throw new Error('Defect in BatchTaskClient: watching ended before the task. Please report this');
  }

  /**
   * The images that the service did not take, from the file it leaves. A SUCCESS can have some. When reading fails, a
   * fresh address is asked for and reading goes on where it stopped.
   *
   * @throws {TypeError} for the state of a task that still runs
   * @throws {ImageSearchError} `FAILURE_FILE_UNREADABLE`, at last: then not all is known of single images
   */
  failures(state: TaskState, options: FailuresOptions = {}): AsyncGenerator<ImageFailure, void, void> {
    checkOver(state);
    const fresh = () => this.get(state.ref, { signal: options.signal });
    return readFailures(state, options, {
      fresh,
      hosts: this.#resultHosts,
      silentMs: this.#connection.readTimeoutMs,
      agents: this.#connection.agents,
    });
  }

  /**
   * Makes sure that no task is running on the instance.
   *
   * @throws {ImageSearchError} `TASK_RUNNING`
   */
  async assertIdle({ signal }: TaskCallOptions = {}): Promise<void> {
    for await (const { ref, status } of this.list({ signal })) if (status === 'PROCESSING') throw busy(ref);
  }

  /** Ends a look that hangs. Of a clock that was given nobody knows how it goes: there, looks have their own limits alone. */
  #deadline(timeoutMs: number | undefined, signal: AbortSignal | undefined): Deadline {
    const isReal = timeoutMs !== undefined && this.#clock === systemClock;
    return new Deadline(isReal ? timeoutMs + LAST_LOOK_MS : undefined, signal);
  }

  async *#watch(
    ref: TaskRef,
    {
      signal,
      pollDelay,
      until,
    }: { readonly pollDelay: (n: number) => number } & TaskCallOptions & { until: number },
  ): AsyncGenerator<TaskState, void, void> {
    checkTaskRef(ref, this);
    callable('pollDelay', pollDelay);
    yield* watchTask(() => this.#look(ref, signal), { clock: this.#clock, delay: pollDelay, until, signal });
  }

  async #look({ id }: TaskRef, signal: AbortSignal | undefined): Promise<TaskLook> {
    const { tasks, retryAfterMs } = await this.#calls.page({ Id: id }, signal);
    const state = tasks.find(({ ref }) => ref.id === id);
    if (state !== undefined) return { state, retryAfterMs };
    throw taskNotFound(id, this.instance);
  }
}
