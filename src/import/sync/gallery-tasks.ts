import type { BatchTaskClient } from '../../task/batch-task-client.ts';

/** The batch tasks of an instance, as far as they say how old what was read of its gallery is. */
export interface GalleryTasks {
  /** The id of a task that is running. */
  readonly running: string | undefined;
  /** The id of the task that was started last. */
  readonly newest: string | undefined;
  /** When a task was changed last, in ms since 1970; 0 when there is none, infinite when the service does not say. */
  readonly lastEndedAt: number;
}

export async function readGalleryTasks(
  tasks: Pick<BatchTaskClient, 'list'>,
  signal: AbortSignal | undefined,
): Promise<GalleryTasks> {
  let running: string | undefined;
  let newest: { readonly id: string; readonly createdAt: number } | undefined;
  let lastEndedAt = 0;
  for await (const { ref, status, createdAt, modifiedAt } of tasks.list({ signal })) {
    if (status === 'PROCESSING') running = ref.id;
    if (newest === undefined || createdAt > newest.createdAt) newest = { id: ref.id, createdAt };
    lastEndedAt = Math.max(lastEndedAt, Number.isNaN(modifiedAt) ? Number.POSITIVE_INFINITY : modifiedAt);
  }
  return { running, newest: newest?.id, lastEndedAt };
}
