import { within } from '../../shared/options/checks.ts';
import { knownOptions } from '../../shared/options/known-options.ts';
import type { TaskCalls } from './task-calls.ts';
import type { TaskLocation } from './task-location.ts';
import type { TaskState } from './task-state.ts';

/** PageNumber is less than 500 (IncreaseList, API 2020-12-14). */
const LAST_PAGE = 499;

/**
 * The tasks that the service remembers, in its own order, which no document describes. The list is asked for as it is
 * read: as an iterable, which yields each task once, or page by page.
 */
export class TaskList implements AsyncIterable<TaskState> {
  readonly #calls: TaskCalls;
  readonly #location: TaskLocation | undefined;
  readonly #signal: AbortSignal | undefined;

  /**
   * @internal
   * @param location only tasks that read from there; undefined for all tasks
   */
  constructor(calls: TaskCalls, location: TaskLocation | undefined, signal: AbortSignal | undefined) {
    this.#calls = calls;
    this.#location = location;
    this.#signal = signal;
  }

  /** Yields a task once, even when it moves to the next page while pages are read. */
  async *[Symbol.asyncIterator](): AsyncGenerator<TaskState, void, void> {
    const seen = new Set<string>();
    for await (const { tasks } of this.byPage()) {
      for (const task of tasks) {
        this.#signal?.throwIfAborted();
        if (seen.has(task.ref.id)) continue;
        seen.add(task.ref.id);
        yield task;
      }
    }
  }

  /**
   * Yields the pages, numbered from 1. `total` is the number of tasks on all pages together; undefined when the service gives
   * no such number.
   *
   * @throws {RangeError} before anything is sent, for a page size or a page that the service does not have
   */
  byPage(
    options: {
      /** Number of tasks on a page: 1 to 500 (IncreaseList, API 2020-12-14). @default 100 */
      readonly pageSize?: number | undefined;
      /** The page to begin with. @default 1 */
      readonly from?: number | undefined;
    } = {},
  ): AsyncGenerator<
    { readonly number: number; readonly tasks: readonly TaskState[]; readonly total: number | undefined },
    void,
    void
  > {
    const { pageSize = 100, from = 1 } = knownOptions('byPage()', options, { pageSize: true, from: true });
    within(1, 500, 'pageSize', pageSize);
    within(1, LAST_PAGE, 'from', from);
    return this.#pages(pageSize, from);
  }

  async *#pages(size: number, from: number): ReturnType<TaskList['byPage']> {
    let before = (from - 1) * size;
    let lastIds = '';
    for (let number = from; number <= LAST_PAGE; number++) {
      const { tasks, total } = await this.#calls.page(
        {
          BucketName: this.#location?.bucket,
          Path: this.#location?.path,
          PageNumber: String(number),
          PageSize: String(size),
        },
        this.#signal,
      );
      const ids = tasks.map(({ ref }) => ref.id).join();
      // The same tasks as on the page before mean that the service ignores the page number.
      if (tasks.length === 0 ? number > 1 : ids === lastIds) return;
      lastIds = ids;
      yield { number, tasks, total };
      before += tasks.length;
      if (tasks.length === 0 || before >= (total ?? Number.POSITIVE_INFINITY)) return;
    }
  }
}
