import type { TaskCalls } from '../task-calls.ts';
import { TaskList } from '../task-list.ts';
import type { TaskState } from '../task-state.ts';

const MOST_PASSES = 3;
/** 500 is the greatest that is documented, of which that of PageNumber does not include itself. */
const PAGE_SIZE = 499;

/**
 * Every task there is. A list that changes while it is read may skip one between its pages, so it is read again until it
 * has as many as it counts on each.
 */
export async function allTasks(
  calls: TaskCalls,
  signal: AbortSignal | undefined,
): Promise<readonly TaskState[]> {
  const tasks = new Map<string, TaskState>();
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    const seen = new Set<string>();
    const counts = new Set<number | undefined>();
    for await (const { tasks: some, total } of new TaskList(calls, undefined, signal).byPage({
      pageSize: PAGE_SIZE,
    })) {
      counts.add(total);
      for (const task of some) {
        seen.add(task.ref.id);
        tasks.set(task.ref.id, task);
      }
    }
    const [counted, ...others] = counts;
    if (others.length === 0 && (counted === undefined || seen.size === counted)) break;
  }
  return [...tasks.values()];
}
