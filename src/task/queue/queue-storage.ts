import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { show } from '../../shared/checks.ts';
import { ProcessLock } from '../../shared/process-lock.ts';
import { writeWholeFile } from '../../shared/whole-file.ts';
import { isQueueEntry, type QueueEntry } from './queue-entry.ts';

/** A queue as plain JSON. */
export interface SavedQueue {
  readonly version: 1;
  readonly region: string;
  readonly instance: string;
  readonly entries: readonly QueueEntry[];
}

/** Where a queue is kept: a file (`queueFile`), a row of a database, a key of Redis. */
export interface QueueMemory {
  /** What was saved last; undefined or null when nothing was. */
  load(): Promise<unknown>;
  /** Resolves when it would survive a crash: only then the queue goes on. Calls never overlap. */
  save(queue: SavedQueue): Promise<void>;
  /** The queue is not used any more. */
  close?(): Promise<void>;
}

/**
 * Keeps a queue in a JSON file, which is written whole, to the disk, at each step. Two at once would submit the same files
 * twice: a process that opens it while another on this machine has it is refused, and so is a step that finds the file
 * changed by somebody else, both with a `RangeError`.
 */
export function queueFile(path: string): QueueMemory {
  let lock: ProcessLock | undefined;
  const owner = randomUUID(); // so that no two save the same
  let known: { readonly content: string | undefined } | undefined;
  return {
    async load() {
      lock ??= await lockOf(path);
      const content = await contentOf(path);
      known = { content };
      return content === undefined ? undefined : parsed(path, content);
    },
    async save(queue) {
      if (known !== undefined && (await contentOf(path)) !== known.content) {
        throw new RangeError(
          `Cannot go on with a queue as one at a time may run it: another has changed ${show(path)}; open it anew once that has ended`,
        );
      }
      const content = `${JSON.stringify({ ...queue, owner })}\n`;
      await writeWholeFile(path, once(content));
      known = { content };
    },
    async close() {
      lock?.release();
      lock = undefined;
    },
  };
}

const contentOf = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

/** Undefined when this very process has it already. */
async function lockOf(path: string): Promise<ProcessLock | undefined> {
  const lock = await ProcessLock.wait(`${path}.lock`);
  if (typeof lock !== 'number') return lock;
  if (lock === process.pid) return undefined;
  throw new RangeError(
    `Cannot open a queue as one process at a time may have it: ${show(path)} is held by process ${lock}; wait for it to end, or delete ${show(`${path}.lock.${lock}.…`)} if that is another program`,
  );
}

async function* once(content: string) {
  yield content;
}

function parsed(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new TypeError(`Cannot resume a queue as ${show(path)} must be JSON`, { cause });
  }
}

const hasTwice = (entries: readonly QueueEntry[]): boolean =>
  new Set(entries.map(({ id }) => id)).size < entries.length;

/** @throws {TypeError} for what is no queue of this version and instance */
export function checkSaved(
  saved: unknown,
  { region, instance }: Pick<SavedQueue, 'region' | 'instance'>,
): readonly QueueEntry[] {
  const { version, entries, ...of } = (saved ?? {}) as Partial<SavedQueue>;
  if (version !== 1 || !Array.isArray(entries) || !entries.every(isQueueEntry) || hasTwice(entries)) {
    throw new TypeError(
      `Cannot resume a queue as what was saved must be one of version 1: it is ${show(saved)}`,
    );
  }
  if (of.region === region && of.instance === instance) return entries;
  throw new TypeError(
    `Cannot resume a queue as it must be of instance ${show(instance)} in ${region}: current value is of ${show(of.instance)} in ${of.region}`,
  );
}
