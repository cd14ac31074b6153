import { parseOssAddress } from '../../service/addresses/oss-address.ts';
import { show, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import type { TaskRef } from '../calls/task-ref.ts';
import type { SubmitIntent } from '../submit/find-started.ts';

/** One increment.meta in a queue. */
export interface QueuedFile {
  /** Its folder: `oss://BUCKET/FOLDER`. */
  readonly address: string;
  /** Identifies the file in the queue: a file whose id is in the queue is not added again. @default the address */
  readonly id?: string | undefined;
  /** ETag of the file as it was written: another file in its place is refused. Needs the queue's `store`. */
  readonly etag?: string | undefined;
}

const QUEUED_FILE: OptionNames<QueuedFile> = { address: true, id: true, etag: true };

/** A file of the queue and its state. After a crash the queue continues from the states that were stored. */
export type QueueEntry = Pick<QueuedFile, 'address' | 'etag'> & { readonly id: string } & (
    | { readonly state: 'waiting' }
    /** The task is about to be submitted, or is submitted: IncreaseList shows which. */
    | { readonly state: 'submitting'; readonly intent: SubmitIntent }
    | { readonly state: 'running'; readonly ref: TaskRef }
    /** The task is over, but the reader has not asked for the next file yet. */
    | { readonly state: 'settled'; readonly ref: TaskRef; readonly status: string }
    /** The task is over, and the reader has asked for the next file. */
    | { readonly state: 'done'; readonly ref: TaskRef; readonly status: string }
  );

type QueueEntryState = QueueEntry['state'];

/** What an entry holds in each state, beside its file. */
const FACTS = {
  waiting: [],
  submitting: ['intent'],
  running: ['ref'],
  settled: ['ref', 'status'],
  done: ['ref', 'status'],
} as const satisfies Record<QueueEntryState, readonly string[]>;

/** @throws {TypeError} when the file has an unknown property, or one that breaks a rule */
export function queueEntry(file: QueuedFile): QueueEntry {
  const { address, id = address, etag } = knownOptions('a QueuedFile', file, QUEUED_FILE);
  parseOssAddress(address);
  if (etag !== undefined) text('etag', etag);
  return { id: text('id', id), address, etag, state: 'waiting' };
}

type Check = (fact: unknown) => boolean;
const isObject = (fact: unknown): fact is Readonly<Record<string, unknown>> =>
  typeof fact === 'object' && fact !== null;

/** Whether a saved value can be that fact. */
const FACT_CHECKS: Readonly<Record<string, Check>> = {
  intent: (fact) => isObject(fact) && Array.isArray(fact['before']),
  ref: (fact) => isObject(fact) && typeof fact['id'] === 'string',
  status: (fact) => typeof fact === 'string' && fact !== '',
};

function isAddress(address: string): boolean {
  try {
    return Boolean(parseOssAddress(address));
  } catch {
    return false; // replayQueue names the record in its error
  }
}

/** Reads a saved entry, as far as its state needs it; undefined when a fact is missing or wrong. */
export function readQueueEntry(saved: Readonly<Record<string, unknown>>): QueueEntry | undefined {
  const { id, address, etag, state } = saved;
  if (typeof id !== 'string' || typeof address !== 'string') return undefined;
  if (etag !== undefined && typeof etag !== 'string') return undefined;
  if (typeof state !== 'string' || !Object.hasOwn(FACTS, state)) return undefined;
  const names: readonly string[] = FACTS[state as QueueEntryState];
  if (!isAddress(address) || !names.every((name) => FACT_CHECKS[name]?.(saved[name]))) return undefined;
  const facts = Object.fromEntries(names.map((name) => [name, saved[name]]));
  return { id, address, etag, state, ...facts } as QueueEntry;
}

/** @throws {TypeError} when an id that is in the queue is used for another file */
export function checkSameFile(queued: QueueEntry, added: QueueEntry): void {
  if (queued.address === added.address && queued.etag === added.etag) return;
  throw new TypeError(
    `Cannot queue ${show(added.address)} as its id ${show(added.id)} must not belong to another file: it is in the queue for ${show(queued.address)}${queued.etag === added.etag ? '' : ' with another ETag'}; give the file another id, or remove() the other file`,
  );
}
