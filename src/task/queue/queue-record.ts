import { isDeepStrictEqual } from 'node:util';
import { show } from '../../shared/options/checks.ts';
import type { SubmitIntent } from '../submit/find-started.ts';
import { type QueueEntry, readQueueEntry } from './queue-entry.ts';

/**
 * One step of a queue, as plain JSON. A record with an `address` is an entry that was added; a record without one holds the new
 * state of an entry, and the properties that have changed with it.
 */
export type QueueRecord =
  /** The instance of the queue. It is the first record, and one more such record is added each time the queue is opened. */
  | { readonly version: 1; readonly region: string; readonly instance: string }
  | QueueEntry
  | ({ readonly id: string; readonly state: QueueEntry['state'] } & Readonly<Record<string, unknown>>)
  | { readonly id: string; readonly removed: true };

export type QueueHead = Extract<QueueRecord, { readonly version: 1 }>;

type InstanceOfRegion = Pick<QueueHead, 'region' | 'instance'>;

export const queueHead = ({ region, instance }: InstanceOfRegion): QueueHead => ({
  version: 1,
  region,
  instance,
});

type Entries = ReadonlyMap<string, QueueEntry>;

/** The record that brings an entry of the queue to its next state. */
export function changeOf(entries: Entries, after: QueueEntry): QueueRecord {
  const known: Readonly<Record<string, unknown>> = { ...entries.get(after.id) };
  const changed = Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(value, known[name]));
  const change = { ...Object.fromEntries(changed), id: after.id, state: after.state };
  return 'intent' in after ? { ...change, intent: withoutOwnTasks(entries, after.intent) } : change;
}

/**
 * An intent without the tasks of the queue's own entries: earlier records name these tasks, and a list of them in each intent
 * would make the queue's file grow with the square of its entries.
 */
function withoutOwnTasks(entries: Entries, intent: SubmitIntent): SubmitIntent {
  const own = ownTasks(entries);
  return { ...intent, before: intent.before.filter((id) => !own.has(id)) };
}

/** Adds those tasks again, when the records are read: none of them can be the task that the intent started. */
const withOwnTasks = (entries: Entries, intent: SubmitIntent): SubmitIntent => ({
  ...intent,
  before: [...new Set([...ownTasks(entries), ...intent.before])],
});

const ownTasks = (entries: Entries): ReadonlySet<string> =>
  new Set([...entries.values()].flatMap((entry) => ('ref' in entry ? [entry.ref.id] : [])));

/**
 * The entries that result from the records, by id, in the order in which they were added.
 *
 * @throws {TypeError} that names the first record that does not fit: it is of an unknown kind or of another instance, adds an
 * entry that is in the queue, or changes an entry that is not
 */
export function replayQueue(records: readonly unknown[], of: InstanceOfRegion): Map<string, QueueEntry> {
  if (!Array.isArray(records))
    throw new TypeError(
      `Cannot resume a queue as its storage must load a list: current value is ${show(records)}`,
    );
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
    if ('address' in step) {
      if (known !== undefined) throw wrong(`add an entry once: ${show(id)} is in the queue`);
    } else if (known === undefined)
      throw wrong(`change an entry of the queue: ${show(id)} is not in the queue`);
    if (step['removed'] === true) {
      entries.delete(id);
      continue;
    }
    const entry = readQueueEntry({ ...known, ...step });
    if (entry === undefined) throw wrong('have every property of a state that this version knows');
    entries.set(id, entry);
  }
  for (const [id, entry] of entries)
    if ('intent' in entry) entries.set(id, { ...entry, intent: withOwnTasks(entries, entry.intent) });
  return entries;
}

const asObject = (record: unknown): Readonly<Record<string, unknown>> =>
  typeof record === 'object' && record !== null ? (record as Readonly<Record<string, unknown>>) : {};

function checkHead(
  { version, region, instance }: Partial<Record<string, unknown>>,
  of: InstanceOfRegion,
  wrong: (rule: string) => TypeError,
): void {
  if (version !== 1) throw wrong('be the head of a queue of version 1');
  if (region === of.region && instance === of.instance) return;
  throw wrong(`be of instance ${show(of.instance)} in ${of.region}`);
}
