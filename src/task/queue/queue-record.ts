import { isDeepStrictEqual } from 'node:util';
import { show } from '../../shared/checks.ts';
import { type QueueEntry, readQueueEntry } from './queue-entry.ts';

/** Of which instance a queue is. The first record says it, and so does one more each time the queue is opened. */
export interface QueueHead {
  readonly version: 1;
  readonly region: string;
  readonly instance: string;
}

/**
 * One step of a queue, as plain JSON. The record with a `folder` is an entry that was added; one without it says what is new
 * of an entry: its state, and what has changed beside it.
 */
export type QueueRecord =
  | QueueHead
  | QueueEntry
  | ({ readonly id: string; readonly state: QueueEntry['state'] } & Readonly<Record<string, unknown>>)
  | { readonly id: string; readonly removed: true };

type OfInstance = Pick<QueueHead, 'region' | 'instance'>;

export const queueHead = ({ region, instance }: OfInstance): QueueHead => ({ version: 1, region, instance });

/** What brings an entry from one state to the next. */
export function changeOf(before: QueueEntry, after: QueueEntry): QueueRecord {
  const known: Readonly<Record<string, unknown>> = { ...before };
  const news = Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(value, known[name]));
  return { ...Object.fromEntries(news), id: after.id, state: after.state };
}

/**
 * The entries that records come to, by id, in the order in which they were added.
 *
 * @throws {TypeError} that names the first record that does not fit: of an unknown kind, of another instance, of an entry that
 * is in the queue already or is not in it
 */
export function replayQueue(records: readonly unknown[], of: OfInstance): Map<string, QueueEntry> {
  const entries = new Map<string, QueueEntry>();
  for (const [at, record] of records.entries()) {
    const wrong = (rule: string) =>
      new TypeError(
        `Cannot resume a queue as record ${at + 1} of what was saved must ${rule}: current value is ${show(record)}`,
      );
    const step = asObject(record);
    if ('version' in step || at === 0) {
      checkHead(step, of, wrong);
      continue;
    }
    const { id } = step;
    if (typeof id !== 'string') throw wrong('be a step of a queue');
    const known = entries.get(id);
    if ('folder' in step) {
      if (known !== undefined) throw wrong(`add an entry once: ${show(id)} is in the queue`);
    } else if (known === undefined) throw wrong(`be of an entry of the queue: ${show(id)} is not in it`);
    if (step['removed'] === true) {
      entries.delete(id);
      continue;
    }
    const entry = readQueueEntry({ ...known, ...step });
    if (entry === undefined) throw wrong('say all of a state that this version knows');
    entries.set(id, entry);
  }
  return entries;
}

const asObject = (record: unknown): Readonly<Record<string, unknown>> =>
  typeof record === 'object' && record !== null ? (record as Readonly<Record<string, unknown>>) : {};

function checkHead(
  { version, region, instance }: Partial<Record<string, unknown>>,
  of: OfInstance,
  wrong: (rule: string) => TypeError,
): void {
  if (version !== 1) throw wrong('be the head of a queue of version 1');
  if (region === of.region && instance === of.instance) return;
  throw wrong(`be of instance ${show(of.instance)} in ${of.region}`);
}
