import { parseOssAddress } from '../../service/oss-address.ts';
import { show, text } from '../../shared/checks.ts';
import type { SubmitIntent } from '../submit/submit-intent.ts';
import type { TaskRef } from '../task-ref.ts';

/** One increment.meta in a queue. */
export interface QueuedFile {
  /** Where it lies: `oss://BUCKET/FOLDER`. */
  readonly address: string;
  /** Tells the files of a queue apart: added again, it is not queued again. @default the address */
  readonly id?: string | undefined;
  /** As it was written: another file in its place is refused. Takes the queue's `store`. */
  readonly etag?: string | undefined;
}

/** How far each file has come. What a crash leaves behind is gone on with from exactly there. */
export type QueueEntry = Pick<QueuedFile, 'address' | 'etag'> & { readonly id: string } & (
    | { readonly state: 'waiting' }
    /** About to be sent, or sent: whether it was, IncreaseList tells. */
    | { readonly state: 'submitting'; readonly intent: SubmitIntent }
    | { readonly state: 'running'; readonly ref: TaskRef }
    /** Over, but the reader has not gone on to the next yet. */
    | { readonly state: 'settled'; readonly ref: TaskRef; readonly status: string }
    /** Over, and the reader has gone on. */
    | { readonly state: 'done'; readonly ref: TaskRef; readonly status: string }
  );

type QueueEntryState = QueueEntry['state'];

/** What is known of an entry in each state, beside its file. */
const FACTS = {
  waiting: [],
  submitting: ['intent'],
  running: ['ref'],
  settled: ['ref', 'status'],
  done: ['ref', 'status'],
} as const satisfies Record<QueueEntryState, readonly string[]>;

/** @throws {TypeError} when the address or the id is none */
export function queueEntry({ address, id = address, etag }: QueuedFile): QueueEntry {
  parseOssAddress(address);
  if (etag !== undefined) text('etag', etag);
  return { id: text('id', id), address, ...(etag !== undefined && { etag }), state: 'waiting' };
}

type Check = (fact: unknown) => boolean;
const isObject = (fact: unknown): fact is Readonly<Record<string, unknown>> =>
  typeof fact === 'object' && fact !== null;

/** Whether what was saved is such a fact. */
const FACT_CHECKS: Readonly<Record<string, Check>> = {
  intent: (fact) => isObject(fact) && Array.isArray(fact['before']),
  ref: (fact) => isObject(fact) && typeof fact['id'] === 'string',
  status: (fact) => typeof fact === 'string' && fact !== '',
};

function isAddress(address: string): boolean {
  try {
    return Boolean(parseOssAddress(address));
  } catch {
    return false; // replayQueue names the record
  }
}

/** What was saved as an entry, without what its state does not need; undefined when something is missing. */
export function readQueueEntry(saved: Readonly<Record<string, unknown>>): QueueEntry | undefined {
  const { id, address, etag, state } = saved;
  if (typeof id !== 'string' || typeof address !== 'string') return undefined;
  if (etag !== undefined && typeof etag !== 'string') return undefined;
  if (typeof state !== 'string' || !Object.hasOwn(FACTS, state)) return undefined;
  const names: readonly string[] = FACTS[state as QueueEntryState];
  if (!isAddress(address) || !names.every((name) => FACT_CHECKS[name]?.(saved[name]))) return undefined;
  const facts = Object.fromEntries(names.map((name) => [name, saved[name]]));
  return { id, address, ...(etag !== undefined && { etag }), state, ...facts } as QueueEntry;
}

/** @throws {TypeError} when an id that is in the queue is given to another file */
export function checkSameFile(queued: QueueEntry, added: QueueEntry): void {
  if (queued.address === added.address && queued.etag === added.etag) return;
  throw new TypeError(
    `Cannot queue ${show(added.address)} as its id ${show(added.id)} must be its own: it is in the queue, for ${show(queued.address)}${queued.etag === added.etag ? '' : ' with another ETag'}; give it an id of its own, or remove() that one`,
  );
}
