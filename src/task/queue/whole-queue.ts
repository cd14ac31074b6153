import { show } from '../../shared/checks.ts';
import type { QueueHead, QueueRecord } from './queue-record.ts';

/** A queue as earlier versions saved it: one JSON object, written whole at each step. */
interface WholeQueue extends QueueHead {
  readonly entries: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The records of a queue that an earlier version saved. Its entries are as they are now, but for the names of the address and of the last state.
 *
 * @throws {TypeError} for a text that is no such queue
 */
export function recordsOfWholeQueue(path: string, text: string): readonly QueueRecord[] {
  const { version, region, instance, entries } = wholeQueue(path, text);
  const renamed = entries.map(({ folder, ...entry }) => ({
    ...entry,
    address: folder,
    state: entry['state'] === 'told' ? 'done' : entry['state'],
  }));
  return [{ version, region, instance }, ...(renamed as unknown as readonly QueueRecord[])];
}

function wholeQueue(path: string, text: string): WholeQueue {
  let saved: Partial<WholeQueue> | null;
  try {
    saved = JSON.parse(text);
  } catch (cause) {
    throw new TypeError(
      `Cannot resume a queue as ${show(path)} must be the file of a queue: current value begins with ${show(text.slice(0, 40))}; put back a copy that is whole, or name another file`,
      { cause },
    );
  }
  if (saved?.version === 1 && Array.isArray(saved.entries)) return saved as WholeQueue;
  throw new TypeError(
    `Cannot resume a queue as ${show(path)} must be the file of a queue of version 1: current value is ${show(saved)}`,
  );
}
