import { show } from '../../shared/options/checks.ts';
import type { QueueHead, QueueRecord } from './queue-record.ts';

/** The form in which earlier versions saved a queue: one JSON object, which was written again at each step. */
interface OldQueue extends QueueHead {
  readonly entries: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The records of a queue that an earlier version saved. In its entries the address was called `folder`, and the state `done`
 * was called `told`.
 *
 * @throws {TypeError} for a text that is no such queue
 */
export function recordsOfOldQueue(path: string, text: string): readonly QueueRecord[] {
  const { version, region, instance, entries } = parseOldQueue(path, text);
  const renamed = entries.map(({ folder, ...entry }) => ({
    ...entry,
    address: folder,
    state: entry['state'] === 'told' ? 'done' : entry['state'],
  }));
  return [{ version, region, instance }, ...(renamed as unknown as readonly QueueRecord[])];
}

function parseOldQueue(path: string, text: string): OldQueue {
  let saved: Partial<OldQueue> | null;
  try {
    saved = JSON.parse(text);
  } catch (cause) {
    throw new TypeError(
      `Cannot resume a queue as ${show(path)} must be the file of a queue: current value begins with ${show(text.slice(0, 40))}; restore an undamaged copy, or name another file`,
      { cause },
    );
  }
  if (saved?.version === 1 && Array.isArray(saved.entries)) return saved as OldQueue;
  throw new TypeError(
    `Cannot resume a queue as ${show(path)} must be the file of a queue of version 1: current value is ${show(saved)}`,
  );
}
