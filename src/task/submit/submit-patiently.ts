import type { Patience } from '../../service/patience.ts';
import type { TaskRef } from '../calls/task-ref.ts';
import { findStarted } from './find-started.ts';
import type { SubmitSettings } from './submit-options.ts';
import { type SubmitContext, submitTask } from './submit-task.ts';

/**
 * Starts a task, once, and waits while a service is away. Before each new try, and where an earlier process may have started
 * the task, IncreaseList is searched for it.
 */
export async function submitPatiently(
  settings: SubmitSettings,
  context: SubmitContext,
  patience: Patience,
): Promise<TaskRef> {
  const { signal } = settings;
  let intent = settings.previousIntent;
  const onIntent: typeof settings.onIntent = async (next) => {
    await settings.onIntent?.(next);
    intent = next;
  };
  const onRefused: typeof settings.onRefused = async () => {
    await settings.onRefused?.();
    intent = settings.previousIntent;
  };
  const submit = async () => {
    const started = intent && (await findStarted(intent, context, signal));
    // The list may show the task later than the search, so the intent counts on.
    return (
      started ?? (await submitTask({ ...settings, previousIntent: intent, onIntent, onRefused }, context))
    );
  };
  return patience.run(submit, {
    signal,
    mayPass: (error) => patience.mayPass(error) || error.code === 'SUBMIT_UNCERTAIN',
  });
}
