import { open, readFile } from 'node:fs/promises';
import { Journal } from '../../shared/journal.ts';
import { looksLikeJournal } from '../../shared/journal-line.ts';
import { type QueueHead, type QueueRecord, replayQueue } from './queue-record.ts';
import type { QueueStorage } from './queue-storage.ts';
import { recordsOfWholeQueue } from './whole-queue.ts';

/**
 * Keeps a queue in a file of JSON lines that only grows: each step is on the disk before the next begins. One queue at a
 * time may have the file: a second one, in this process or in another on this machine, is refused, and so is a step that
 * finds the file changed by somebody else, both with a `RangeError`.
 */
export function queueFile(path: string): QueueStorage {
  let journal: Journal<QueueRecord> | undefined;
  /** The same queue in another form, in which the file is written anew with the first step. */
  let rewritten: readonly QueueRecord[] | undefined;
  return {
    async load() {
      const opened = await Journal.open<QueueRecord>(path, { kind: 'task-queue', version: 1 });
      try {
        const saved = await read(path, opened);
        rewritten = saved.rewritten;
        journal = opened;
        return saved.records;
      } catch (error) {
        await opened.close();
        throw error;
      }
    },
    async append(records) {
      if (journal === undefined) throw new TypeError('Cannot append to a queue as it must be loaded first');
      if (rewritten === undefined) return await journal.append(records);
      await journal.replace([...rewritten, ...records]);
      rewritten = undefined;
    },
    async close() {
      await journal?.close();
      journal = undefined;
    },
  };
}

interface SavedRecords {
  readonly records: readonly QueueRecord[];
  readonly rewritten?: readonly QueueRecord[] | undefined;
}

async function read(path: string, journal: Journal<QueueRecord>): Promise<SavedRecords> {
  const start = await firstBytes(path);
  if (start !== undefined && !looksLikeJournal(start)) {
    const records = recordsOfWholeQueue(path, await readFile(path, 'utf8'));
    return { records, rewritten: records };
  }
  const records: QueueRecord[] = [];
  for await (const { record } of journal.records()) records.push(record);
  if (records.length < LONG_FILE_RECORDS) return { records };
  const head = records[0] as QueueHead;
  const entries = replayQueue(records, head);
  if (records.length < entries.size * MOST_RECORDS_OF_ENTRY) return { records };
  const shortest = [head, ...entries.values()];
  return { records: shortest, rewritten: shortest };
}

/** Undefined when there is no file. */
async function firstBytes(path: string): Promise<Uint8Array | undefined> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read({ buffer: new Uint8Array(16) });
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** An entry that is done has five records; a file with many more than that is full of entries that were removed. */
const MOST_RECORDS_OF_ENTRY = 10;
const LONG_FILE_RECORDS = 1_000;
