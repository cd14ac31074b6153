import { open, readFile } from 'node:fs/promises';
import { Journal } from '../../shared/files/journal.ts';
import { looksLikeJournal } from '../../shared/files/journal-line.ts';
import { text } from '../../shared/options/checks.ts';
import { recordsOfOldQueue } from './old-queue-file.ts';
import { type QueueHead, type QueueRecord, replayQueue } from './queue-record.ts';
import type { QueueStorage } from './queue-storage.ts';

/**
 * Keeps a queue in an append-only file of JSON lines: each step is on the disk before the next begins. One queue at a time
 * may have the file open: a second queue, in this process or in another process on this machine, is refused with a
 * `RangeError`, and so is a step that finds that another program has changed the file.
 *
 * @throws {TypeError} when the path is no text
 * @example
 * await using queue = await TaskQueue.open({ tasks, storage: queueFile('import.queue') });
 */
export function queueFile(path: string): QueueStorage {
  text('path', path);
  let journal: Journal<QueueRecord> | undefined;
  /** The records with which the first step replaces the file, where its form is old or too long. */
  let replacement: readonly QueueRecord[] | undefined;
  return {
    async load() {
      const opened = await Journal.open<QueueRecord>(path, { kind: 'task-queue', version: 1 });
      try {
        const saved = await read(path, opened);
        replacement = saved.replacement;
        journal = opened;
        return saved.records;
      } catch (error) {
        await opened.close();
        throw error;
      }
    },
    async append(records) {
      if (journal === undefined) throw new TypeError('Cannot append to a queue as it must be loaded first');
      if (replacement === undefined) return await journal.append(records);
      await journal.replace([...replacement, ...records]);
      replacement = undefined;
    },
    async close() {
      await journal?.close();
      journal = undefined;
    },
  };
}

interface SavedRecords {
  readonly records: readonly QueueRecord[];
  readonly replacement?: readonly QueueRecord[] | undefined;
}

async function read(path: string, journal: Journal<QueueRecord>): Promise<SavedRecords> {
  const start = await firstBytes(path);
  if (start !== undefined && !looksLikeJournal(start)) {
    const records = recordsOfOldQueue(path, await readFile(path, 'utf8'));
    return { records, replacement: records };
  }
  const records: QueueRecord[] = [];
  for await (const { record } of journal.records()) records.push(record);
  if (records.length < LONG_FILE_RECORDS) return { records };
  const head = records[0] as QueueHead;
  const entries = replayQueue(records, head);
  if (records.length < entries.size * MOST_RECORDS_OF_ENTRY) return { records };
  const shortest = [head, ...entries.values()];
  return { records: shortest, replacement: shortest };
}

/** The first bytes of a file; undefined when there is no file. */
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

/** An entry that is done has five records: with more records, most of the file is about entries that were removed. */
const MOST_RECORDS_OF_ENTRY = 10;
const LONG_FILE_RECORDS = 1_000;
