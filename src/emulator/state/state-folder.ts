import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { show } from '../../shared/checks.ts';
import { ProcessLock } from '../../shared/process-lock.ts';
import type { InstanceState } from '../image-search/instance-state.ts';
import type { OssChange, OssState } from '../oss/oss-state.ts';
import { storedObject } from '../oss/stored-object.ts';
import { ContentFiles } from './content-files.ts';
import { Journal } from './journal.ts';
import type { JournalEntry, SavedObject } from './journal-entry.ts';
import { damaged, readJournal } from './read-journal.ts';
import { Replay } from './replay.ts';

export interface KeptState {
  readonly oss: OssState;
  readonly instance: InstanceState;
}

/** A folder that holds what the emulator holds: `journal.jsonl`, and the contents of objects in `objects/`. */
export class StateFolder {
  readonly #lock: ProcessLock;
  readonly #contents: ContentFiles;
  readonly #journal: Journal;
  readonly #state: KeptState;

  private constructor(lock: ProcessLock, contents: ContentFiles, journal: Journal, state: KeptState) {
    this.#lock = lock;
    this.#contents = contents;
    this.#journal = journal;
    this.#state = state;
    state.oss.onChange = (change) => this.#journal.append(this.#entryOf(change));
    state.instance.onChange = (change) => this.#journal.append(change);
  }

  /**
   * Puts into an empty state what the folder holds, and keeps every change from then on.
   *
   * @throws {RangeError} when another emulator uses the folder, or when it is damaged
   */
  static async open(path: string, state: KeptState): Promise<StateFolder> {
    mkdirSync(path, { recursive: true });
    const lock = await ProcessLock.wait(join(path, 'lock'));
    if (typeof lock === 'number') {
      throw new RangeError(
        `Cannot use a state folder as one emulator at a time may have it: current value is ${show(path)}, held by process ${lock}`,
      );
    }
    try {
      const contents = new ContentFiles(join(path, 'objects'));
      const journalPath = join(path, 'journal.jsonl');
      if (!existsSync(journalPath) && !contents.isEmpty) {
        throw new RangeError(
          `Cannot take up the emulator's state as ${show(journalPath)} must be there: the folder has contents that only it can name`,
        );
      }
      const replay = new Replay(journalPath, state.instance);
      for await (const read of readJournal(journalPath)) replay.take(read);
      for (const { saved, line } of replay.objects()) {
        await restore(saved, contents, state.oss, (rule, value) => damaged(journalPath, line, rule, value));
      }
      const journal = await Journal.create(journalPath, replay.entries());
      contents.keepOnly(replay.digests());
      return new StateFolder(lock, contents, journal, state);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#journal.clear();
    this.#contents.keepOnly(new Set());
  }

  /** Once: what changes from here on is kept nowhere. By then nobody can be told of a change any more. */
  close(): void {
    const { oss, instance } = this.#state;
    oss.onChange = instance.onChange = () => {};
    this.#journal.close();
    this.#lock.release();
  }

  #entryOf(change: OssChange): JournalEntry {
    const { bucket } = change;
    if ('noObject' in change) return { noObject: { bucket, key: change.noObject } };
    const { key, bytes, contentType, headers, lastModified } = change.object;
    const digest = this.#contents.put(bytes);
    return { object: { bucket, key, digest, contentType, headers, lastModified } };
  }
}

async function restore(
  { bucket, key, digest, contentType, headers, lastModified }: SavedObject,
  contents: ContentFiles,
  oss: OssState,
  refuse: (rule: string, value: unknown) => never,
): Promise<void> {
  if (!oss.hasBucket(bucket)) refuse('its bucket must be one of the emulator', bucket);
  const bytes =
    (await contents.get(digest)) ??
    refuse('the file of its content must be there, unaltered', contents.path(digest));
  oss.restore(bucket, storedObject(key, bytes, lastModified, { contentType, headers }));
}
