import { within } from '../shared/checks.ts';
import type { TaskCalls, TaskPlace } from './task-calls.ts';
import type { TaskState } from './task-state.ts';

/** PageNumber is less than 500 (IncreaseList, API 2020-12-14). */
const LAST_PAGE = 499;

/**
 * The tasks that the service remembers, in its own order, which no document tells. Nothing is asked for before it is
 * read: as an iterable of tasks, each of them once; or page by page.
 */
export class TaskList implements AsyncIterable<TaskState> {
  readonly #calls: TaskCalls;
  readonly #place: TaskPlace | undefined;
  readonly #signal: AbortSignal | undefined;

  /** @internal */
  constructor(calls: TaskCalls, place: TaskPlace | undefined, signal: AbortSignal | undefined) {
    this.#calls = calls;
    this.#place = place;
    this.#signal = signal;
  }

  /** A task that moves to the next page while pages are read comes once. */
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
   * Page by page, numbered from 1; `total` counts the tasks on all pages, where the service tells it.
   *
   * @param options `pageSize`: tasks on a page, 1 to 500 (IncreaseList, API 2020-12-14); 100 unless given. `from`: the page
   * to begin with; 1 unless given
   * @throws {RangeError} before anything is sent, for a page that the service has none of
   */
  byPage({
    pageSize = 100,
    from = 1,
  }: {
    readonly pageSize?: number | undefined;
    readonly from?: number | undefined;
  } = {}): AsyncGenerator<
    { readonly number: number; readonly tasks: readonly TaskState[]; readonly total: number | undefined },
    void,
    void
  > {
    within(1, 500, 'pageSize', pageSize);
    within(1, LAST_PAGE, 'from', from);
    return this.#pages(pageSize, from);
  }

  async *#pages(size: number, from: number): ReturnType<TaskList['byPage']> {
    let before = (from - 1) * size;
    let last = '';
    for (let number = from; number <= LAST_PAGE; number++) {
      const query = {
        ...(this.#place && { BucketName: this.#place.bucket, Path: this.#place.path }),
        PageNumber: String(number),
        PageSize: String(size),
      };
      const { tasks, total } = await this.#calls.page(query, this.#signal);
      const ids = tasks.map(({ ref }) => ref.id).join();
      if (tasks.length === 0 ? number > 1 : ids === last) return; // the same again: the service does not page
      last = ids;
      yield { number, tasks, total };
      before += tasks.length;
      if (tasks.length === 0 || before >= (total ?? Number.POSITIVE_INFINITY)) return;
    }
  }
}
