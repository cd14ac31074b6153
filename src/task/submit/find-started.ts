import type { Clock } from '../../shared/sleep.ts';
import { pollDelay } from '../poll-delay.ts';
import { samePlace, type TaskCalls } from '../task-calls.ts';
import { TaskList } from '../task-list.ts';
import type { TaskRef } from '../task-ref.ts';
import type { SubmitIntent } from './submit-intent.ts';

/** How long a task is looked for: no document says how soon IncreaseList shows one. */
const LOOK_MS = 5_000;

/** The task that came of an intent; undefined when, after some seconds of looking, the service knows of none. */
export async function findStarted(
  intent: SubmitIntent,
  { calls, clock }: { readonly calls: TaskCalls; readonly clock: Clock },
  signal: AbortSignal | undefined,
): Promise<TaskRef | undefined> {
  const before = new Set(intent.before);
  const until = clock.now() + LOOK_MS;
  for (let look = 0; ; look++) {
    for await (const { ref } of new TaskList(calls, undefined, signal))
      if (!before.has(ref.id) && samePlace(ref, intent)) return ref;
    const rest = until - clock.now();
    if (rest <= 0) return undefined;
    await clock.sleep(Math.min(pollDelay(look), rest), signal);
  }
}
