import { isDeepStrictEqual } from 'node:util';
import { show } from '../../shared/checks.ts';
import type { SubmitIntent } from '../submit/submit-intent.ts';
import { type QueueEntry, readQueueEntry } from './queue-entry.ts';

/**
 * One step of a queue, as plain JSON. The record with an `address` is an entry that was added; one without it says what is new
 * of an entry: its state, and what has changed beside it.
 */
export type QueueRecord =
  /** The instance of the queue: the first record says it, and so does one more each time the queue is opened. */
  | { readonly version: 1; readonly region: string; readonly instance: string }
  | QueueEntry
  | ({ readonly id: string; readonly state: QueueEntry['state'] } & Readonly<Record<string, unknown>>)
  | { readonly id: string; readonly removed: true };

export type QueueHead = Extract<QueueRecord, { readonly version: 1 }>;

type OfInstance = Pick<QueueHead, 'region' | 'instance'>;

export const queueHead = ({ region, instance }: OfInstance): QueueHead => ({ version: 1, region, instance });

type Entries = ReadonlyMap<string, QueueEntry>;

/** What brings an entry of the queue to its next state. */
export function changeOf(entries: Entries, after: QueueEntry): QueueRecord {
  const known: Readonly<Record<string, unknown>> = { ...entries.get(after.id) };
  const news = Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(value, known[name]));
  const change = { ...Object.fromEntries(news), id: after.id, state: after.state };
  return 'intent' in after ? { ...change, intent: withoutOwnTasks(entries, after.intent) } : change;
}

/**
 * An intent without the tasks that the queue's own entries have had: records before this one name them already, and a list
 * of all of them in each intent would make a queue's file grow with the square of its entries.
 */
function withoutOwnTasks(entries: Entries, intent: SubmitIntent): SubmitIntent {
  const own = ownTasks(entries);
  return { ...intent, before: intent.before.filter((id) => !own.has(id)) };
}

/** The opposite. No task of another entry is the one that the intent is looking for. */
const withOwnTasks = (entries: Entries, intent: SubmitIntent): SubmitIntent => ({
  ...intent,
  before: [...new Set([...ownTasks(entries), ...intent.before])],
});

const ownTasks = (entries: Entries): ReadonlySet<string> =>
  new Set([...entries.values()].flatMap((entry) => ('ref' in entry ? [entry.ref.id] : [])));

/**
 * The entries that records come to, by id, in the order in which they were added.
 *
 * @throws {TypeError} that names the first record that does not fit: of an unknown kind, of another instance, of an entry that
 * is in the queue already or is not in it
 */
export function replayQueue(records: readonly unknown[], of: OfInstance): Map<string, QueueEntry> {
  if (!Array.isArray(records))
    throw new TypeError(`Cannot resume a queue as its storage must load a list: it is ${show(records)}`);
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
    } else if (known === undefined) throw wrong(`be of an entry of the queue: ${show(id)} is not in it`);
    if (step['removed'] === true) {
      entries.delete(id);
      continue;
    }
    const entry = readQueueEntry({ ...known, ...step });
    if (entry === undefined) throw wrong('say all of a state that this version knows');
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
  of: OfInstance,
  wrong: (rule: string) => TypeError,
): void {
  if (version !== 1) throw wrong('be the head of a queue of version 1');
  if (region === of.region && instance === of.instance) return;
  throw wrong(`be of instance ${show(of.instance)} in ${of.region}`);
}
