import type { TaskCalls } from './task-calls.ts';
import { TaskList } from './task-list.ts';
import type { TaskState } from './task-state.ts';

/** What of a task is remembered. */
export type ListedTask = Pick<TaskState, 'ref' | 'status' | 'createdAt'>;

/** The order in which the service lists tasks. */
type ListOrder = 'newest first' | 'newest last';

/** IncreaseList documents 500 as its greatest value, but for PageNumber that value is not included. */
const PAGE_SIZE = 499;
const MOST_PASSES = 3;

/**
 * The tasks of an instance, of which only the new ones are read again. No document says in which order IncreaseList gives
 * tasks, so the first reading is of the whole list. Where that is longer than a page and in order of creation, later
 * readings go from its new end to a task that is known. They give way to one of the whole list when anything speaks
 * against the order: a task out of it, more tasks by the count of the service than were found, or a running task that has
 * not come again.
 */
export class TaskHistory {
  #tasks = new Map<string, ListedTask>();
  #order: ListOrder | undefined;
  #total = 0;

  /** Every task that the service remembers, as it is now if it was running. */
  async read(calls: TaskCalls, signal: AbortSignal | undefined): Promise<readonly ListedTask[]> {
    if (!(await this.#readNew(calls, signal))) await this.#readWhole(calls, signal);
    return [...this.#tasks.values()];
  }

  /** Returns whether no new task can have been missed. */
  async #readNew(calls: TaskCalls, signal: AbortSignal | undefined): Promise<boolean> {
    const order = this.#order;
    if (order === undefined) return false;
    const known = this.#tasks;
    const newest = newestOf(known.values());
    const isOlder = (task: ListedTask) => known.has(task.ref.id) && task.createdAt < newest;
    const from = order === 'newest first' ? 1 : Math.ceil(this.#total / PAGE_SIZE);
    const [read, totals] = [new Map<string, ListedTask>(), new Set<number | undefined>()];
    for await (const { tasks, total } of pagesOf(calls, signal, from)) {
      totals.add(total);
      for (const task of tasks) read.set(task.ref.id, listed(task));
      if (order === 'newest first' && tasks.some(isOlder)) break;
    }
    const [total, ...otherTotals] = totals;
    const inOrder = [...read.values()];
    const oldest = order === 'newest first' ? inOrder.at(-1) : inOrder[0];
    const isToKnown = oldest !== undefined && isOlder(oldest);
    if (!isToKnown || total === undefined || otherTotals.length > 0 || !isIn(order, inOrder)) return false;
    const added = inOrder.filter(({ ref }) => !known.has(ref.id));
    if (total - this.#total > added.length) return false;
    for (const { ref, status } of known.values())
      if (status === 'PROCESSING' && !read.has(ref.id)) return false;
    for (const [id, task] of read) known.set(id, task);
    this.#total = total;
    return true;
  }

  /** A list that changes while it is read may skip a task between two pages: it is read again until it has as many as it counts. */
  async #readWhole(calls: TaskCalls, signal: AbortSignal | undefined): Promise<void> {
    const all = new Map<string, ListedTask>();
    this.#order = undefined;
    for (let pass = 1; pass <= MOST_PASSES; pass++) {
      const [read, totals] = [new Map<string, ListedTask>(), new Set<number | undefined>()];
      for await (const { tasks, total } of pagesOf(calls, signal)) {
        totals.add(total);
        for (const task of tasks) read.set(task.ref.id, listed(task));
      }
      for (const [id, task] of read) all.set(id, task);
      const [total, ...otherTotals] = totals;
      if (otherTotals.length > 0 || (total !== undefined && read.size !== total)) continue;
      this.#order = total === undefined ? undefined : orderOf([...read.values()]);
      this.#total = total ?? 0;
      break;
    }
    this.#tasks = all;
  }
}

const pagesOf = (calls: TaskCalls, signal: AbortSignal | undefined, from = 1) =>
  new TaskList(calls, undefined, signal).byPage({ pageSize: PAGE_SIZE, from });

const listed = ({ ref, status, createdAt }: ListedTask): ListedTask => ({ ref, status, createdAt });

const newestOf = (tasks: Iterable<ListedTask>): number => {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { createdAt } of tasks) newest = Math.max(newest, createdAt);
  return newest;
};

/** Undefined for a list that is one page, which one request reads, and for one that is in neither order. */
function orderOf(tasks: readonly ListedTask[]): ListOrder | undefined {
  if (tasks.length <= PAGE_SIZE || tasks[0]?.createdAt === tasks.at(-1)?.createdAt) return undefined;
  return (['newest first', 'newest last'] as const).find((order) => isIn(order, tasks));
}

/** Times that cannot be read are in no order. */
const isIn = (order: ListOrder, tasks: readonly ListedTask[]): boolean =>
  tasks.every(({ createdAt }, n) => {
    const before = tasks[n - 1]?.createdAt ?? createdAt;
    return order === 'newest first' ? before >= createdAt : before <= createdAt;
  });
