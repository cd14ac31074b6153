import { parseOssAddress } from '../service/addresses/oss-address.ts';
import { Connection, clientOptions, SERVICE_OPTIONS, type ServiceOptions } from '../service/connection.ts';
import { ImageSearchService } from '../service/image-search-service.ts';
import { DEFAULT_PATIENCE_MS, Patience } from '../service/patience.ts';
import { ResultHosts } from '../service/result-file/result-hosts.ts';
import type { Clock } from '../shared/async/sleep.ts';
import { type CallOptions, signalOf } from '../shared/options/call-options.ts';
import { text } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { TaskCalls } from './calls/task-calls.ts';
import { taskNotFound, taskRunning } from './calls/task-errors.ts';
import { TaskHistory } from './calls/task-history.ts';
import { TaskList } from './calls/task-list.ts';
import { checkOfInstance, checkTaskRef, type TaskRef, taskPath } from './calls/task-ref.ts';
import type { TaskState } from './calls/task-state.ts';
import { type WaitOptions, waitForTask } from './calls/wait-for-task.ts';
import {
  type TaskPoll,
  WATCH_OPTIONS,
  type WatchOptions,
  watchOptions,
  watchTask,
} from './calls/watch-task.ts';
import type { ImageFailure } from './failures/failure-line.ts';
import { checkOver, FAILURES_OPTIONS, type FailuresOptions, readFailures } from './failures/read-failures.ts';
import { type FindContext, findStarted, type SubmitIntent } from './submit/find-started.ts';
import { SUBMIT_OPTIONS, type SubmitOptions, submitSettings } from './submit/submit-options.ts';
import { submitPatiently } from './submit/submit-patiently.ts';
import { submitTask } from './submit/submit-task.ts';

/** What a `BatchTaskClient` takes. A misspelt name is an error. */
export interface BatchTaskClientOptions extends ServiceOptions {
  /**
   * Hosts that files of failures may be read from, over https, beside `*.aliyuncs.com`: such as your own proxy's. A client
   * of a service on loopback also reads from loopback.
   */
  readonly resultHosts?: readonly string[] | undefined;
}

const CLIENT_OPTIONS: OptionNames<BatchTaskClientOptions> = { ...SERVICE_OPTIONS, resultHosts: true };

/** What `list` takes. A misspelt name is an error. */
export interface ListOptions extends CallOptions {
  /** Only tasks of this folder, `oss://BUCKET/FOLDER`. */
  readonly address?: string | undefined;
}

/**
 * Batch tasks of one Image Search instance: submitted once, watched until they are over, their failures read.
 * Aborting a call stops the watching, never the task: the service has no way to cancel a task.
 *
 * @example
 * const tasks = new BatchTaskClient({ region: 'cn-shanghai', instance: 'shop' });
 * const state = await tasks.wait(await tasks.submit('oss://bucket/spring'));
 * for await (const failure of tasks.failures(state)) console.log(failure.picName, failure.code);
 */
export class BatchTaskClient {
  #calls: TaskCalls;
  readonly #clock: Clock;
  readonly #madeAt: number;
  #resultHosts: ResultHosts;
  #history = new TaskHistory();
  readonly #connection: Connection;
  #patience: { readonly service: Patience; readonly files: Patience } | undefined;

  /**
   * @param options or an `ImageSearchClient`, whose connection is then used
   * @throws {TypeError | RangeError} when an option is missing, unknown or out of its range
   */
  constructor(
    options:
      | BatchTaskClientOptions
      | (Pick<BatchTaskClientOptions, 'resultHosts'> & { readonly connection: Connection }),
  ) {
    this.#connection = Connection.of(clientOptions('a BatchTaskClient', options, CLIENT_OPTIONS));
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

  /** The region of the instance, such as cn-shanghai. */
  get region(): string {
    return this.#calls.region;
  }

  /**
   * A client like this one, each of whose methods waits for a service that is away.
   *
   * @param service waits for Image Search
   * @param files waits for the files of failures, which are in OSS
   * @internal
   */
  patiently(service: Patience, files: Patience = service): BatchTaskClient {
    const patient = new BatchTaskClient({ connection: this.#connection });
    patient.#resultHosts = this.#resultHosts;
    patient.#history = this.#history;
    patient.#calls = this.#calls.patiently(service);
    patient.#patience = { service, files };
    return patient;
  }

  /**
   * Starts a batch task for the increment.meta in a folder, given as `oss://BUCKET/FOLDER`.
   * IncreaseInstance is not idempotent: it is sent once, and when its answer is lost, IncreaseList is searched for the task.
   * Given the ref of a task that was submitted before, it submits nothing and returns that ref.
   *
   * @throws {TypeError} before anything is sent, for an address or an option that breaks a rule
   * @throws {ImageSearchError} `TASK_RUNNING` when the instance runs another task, `META_FILE_MISSING` or `META_FILE_CHANGED`
   * when the store says so, `SUBMIT_UNCERTAIN` when it is unknown whether the task was started, or the service's code
   */
  async submit(address: string | TaskRef, options: SubmitOptions = {}): Promise<TaskRef> {
    const { signal } = knownOptions('submit()', options, SUBMIT_OPTIONS);
    if (typeof address !== 'string') return (await this.get(address, { signal })).ref;
    const { region, instance } = this;
    const settings = submitSettings(address, options, { region, instance, madeAt: this.#madeAt });
    const waitFor = (ref: TaskRef) => this.wait(ref, { signal });
    const context = { ...this.#finding(), waitFor };
    return this.#patience === undefined
      ? submitTask(settings, context)
      : submitPatiently(settings, context, this.#patience.service);
  }

  /**
   * The task that an interrupted submit started, by the intent that its `onIntent` saved. Undefined when the service shows no
   * such task, even after some seconds: then it is safe to submit again.
   *
   * @throws {TypeError} when the intent is not one, or is of another instance
   */
  async findStarted(intent: SubmitIntent, options: CallOptions = {}): Promise<TaskRef | undefined> {
    const signal = signalOf('findStarted()', options);
    checkOfInstance('a submit intent', intent, this);
    return findStarted(intent, this.#finding(), signal);
  }

  /** Every task that the service remembers, in its own order: to be iterated, or read by page. */
  list(options: ListOptions = {}): TaskList {
    const { address, signal } = knownOptions('list()', options, { address: true, signal: true });
    const parsed = address === undefined ? undefined : parseOssAddress(address);
    const location = parsed && { bucket: parsed.bucket, path: taskPath(parsed.folder) };
    return new TaskList(this.#calls, location, signal);
  }

  /**
   * The state of a task now.
   *
   * @throws {TypeError} when the ref is not one, or is of another instance, where its id may belong to another task
   * @throws {ImageSearchError} `TASK_NOT_FOUND`, or the service's code
   */
  async get(ref: TaskRef, options: CallOptions = {}): Promise<TaskState> {
    const signal = signalOf('get()', options);
    return (await this.#poll(checkTaskRef(ref, this), this.#calls, signal)).state;
  }

  /** The task with this id, for callers that have no ref, such as a callback; undefined when the service does not know it. */
  async find(id: string, options: CallOptions = {}): Promise<TaskState | undefined> {
    const signal = signalOf('find()', options);
    const { tasks } = await this.#calls.page({ Id: text('id', id) }, signal);
    return tasks.find(({ ref }) => ref.id === id);
  }

  /**
   * Yields the task's state at every poll, the settled state last. A poll that fails in a way that may pass is repeated
   * until the service has been away for ten minutes on end.
   *
   * @throws {ImageSearchError} `UNKNOWN_TASK_STATUS`, `TASK_NOT_FOUND`, or the service's code
   */
  watch(ref: TaskRef, options: WatchOptions = {}): AsyncGenerator<TaskState, void, void> {
    const { signal, pollDelay } = watchOptions('watch()', options);
    checkTaskRef(ref, this);
    const calls = this.#watchingCalls();
    return watchTask(() => this.#poll(ref, calls, signal), { clock: this.#clock, pollDelay, signal });
  }

  /**
   * Waits until the task is over and returns its last state: SUCCESS or FAIL. There is no time limit unless `maxWaitMs` is
   * given.
   *
   * @throws {TaskStillRunning} with the ref, when that time is over and the task is not
   */
  async wait(ref: TaskRef, options: WaitOptions = {}): Promise<TaskState> {
    const { maxWaitMs, pollDelay, signal } = knownOptions('wait()', options, WAIT_OPTIONS);
    watchOptions('wait()', { pollDelay, signal });
    checkTaskRef(ref, this);
    const settings = { maxWaitMs, pollDelay, signal, clock: this.#clock };
    const calls = this.#watchingCalls();
    return waitForTask(ref, (pollSignal, until) => this.#poll(ref, calls, pollSignal, until), settings);
  }

  /**
   * The images that the service did not take, from the file that it leaves. A SUCCESS can have some. When reading fails, the
   * service is asked for a fresh URL, and reading continues after the last failure that was yielded.
   *
   * @throws {TypeError} for the state of a task that still runs
   * @throws {ImageSearchError} `FAILURE_FILE_UNREADABLE` when every try failed: some failures are then unknown
   */
  failures(state: TaskState, options: FailuresOptions = {}): AsyncGenerator<ImageFailure, void, void> {
    knownOptions('failures()', options, FAILURES_OPTIONS);
    checkOver(state);
    const { readTimeoutMs, agents } = this.#connection;
    const currentState = () => this.get(state.ref, { signal: options.signal });
    return readFailures(state, options, {
      ...{ currentState, agents, patience: this.#patience?.files },
      hosts: this.#resultHosts,
      mostSilentMs: readTimeoutMs,
    });
  }

  /**
   * Makes sure that no task is running on the instance.
   *
   * @throws {ImageSearchError} `TASK_RUNNING`
   */
  async assertIdle(options: CallOptions = {}): Promise<void> {
    const signal = signalOf('assertIdle()', options);
    for await (const { ref, status } of this.list({ signal }))
      if (status === 'PROCESSING') throw taskRunning(ref);
  }

  #finding(): FindContext {
    return { calls: this.#calls, clock: this.#clock, history: this.#history };
  }

  /** A task runs for hours: watching it goes on through an outage, whatever the other calls do. */
  #watchingCalls(): TaskCalls {
    if (this.#patience !== undefined) return this.#calls;
    return this.#calls.patiently(new Patience({ clock: this.#clock, patienceMs: DEFAULT_PATIENCE_MS }));
  }

  async #poll(
    { id }: TaskRef,
    calls: TaskCalls,
    signal: AbortSignal | undefined,
    until?: number,
  ): Promise<TaskPoll> {
    const { tasks, retryAfterMs } = await calls.page({ Id: id }, signal, until);
    const state = tasks.find(({ ref }) => ref.id === id);
    if (state !== undefined) return { state, retryAfterMs };
    throw taskNotFound(id, this.instance);
  }
}

const WAIT_OPTIONS: OptionNames<WaitOptions> = { ...WATCH_OPTIONS, maxWaitMs: true };
