import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../shared/files/journal.ts';
import { journalDamage } from '../../shared/files/journal-line.ts';
import { show } from '../../shared/options/checks.ts';
import type { InstanceState } from '../image-search/instance-state.ts';
import type { OssChange, OssState } from '../oss/oss-state.ts';
import { originOf, storedObject } from '../oss/stored-object.ts';
import { ContentFiles } from './content-files.ts';
import type { JournalEntry, SavedObject } from './journal-entry.ts';
import { Replay } from './replay.ts';

export interface KeptState {
  readonly oss: OssState;
  readonly instance: InstanceState;
}

/** A folder that keeps the emulator's state: `journal.jsonl`, and the contents of objects in `objects/`. */
export class StateFolder {
  readonly #contents: ContentFiles;
  readonly #journal: Journal<JournalEntry>;
  readonly #state: KeptState;

  private constructor(contents: ContentFiles, journal: Journal<JournalEntry>, state: KeptState) {
    this.#contents = contents;
    this.#journal = journal;
    this.#state = state;
    state.oss.onChange = (change) => journal.write([this.#entryOf(change)]);
    state.instance.onChange = (change) => journal.write([change]);
  }

  /**
   * Restores what the folder holds into an empty state, and writes down every change from then on.
   *
   * @throws {RangeError} when another emulator uses the folder, or when it is damaged
   */
  static async open(path: string, state: KeptState): Promise<StateFolder> {
    const journalPath = join(path, 'journal.jsonl');
    const journal = await Journal.open<JournalEntry>(journalPath, { kind: 'emulator-state', version: 2 });
    try {
      const contents = new ContentFiles(join(path, 'objects'));
      if (!existsSync(journalPath) && !contents.isEmpty) {
        throw new RangeError(
          `Cannot restore the emulator's state as ${show(journalPath)} is missing, and only the journal says which objects the contents in the folder belong to; put the journal back, or use an empty folder`,
        );
      }
      const replay = new Replay(journalPath, state.instance);
      for await (const read of journal.records()) replay.take(read);
      for (const { saved, line } of replay.objects()) {
        await restore(saved, contents, state.oss, (rule, value) => {
          throw journalDamage(journalPath, line, rule, value);
        });
      }
      await journal.replace(replay.entries());
      contents.keepOnly(replay.digests());
      return new StateFolder(contents, journal, state);
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Deletes everything in the folder. */
  clear(): void {
    this.#journal.clear();
    this.#contents.keepOnly(new Set());
  }

  /** Call it once, when no request can be answered any more: later changes are not written down. */
  async close(): Promise<void> {
    const { oss, instance } = this.#state;
    oss.onChange = instance.onChange = () => {};
    await this.#journal.close();
  }

  #entryOf(change: OssChange): JournalEntry {
    const { bucket } = change;
    if ('noObject' in change) return { noObject: { bucket, key: change.noObject } };
    const { key, bytes, contentType, headers, lastModified } = change.object;
    const digest = this.#contents.put(bytes);
    const origin = originOf(change.object);
    return { object: { bucket, key, digest, contentType, headers, lastModified, origin } };
  }
}

async function restore(
  { bucket, key, digest, contentType, headers, lastModified, origin }: SavedObject,
  contents: ContentFiles,
  oss: OssState,
  refuse: (rule: string, value: unknown) => never,
): Promise<void> {
  if (!oss.hasBucket(bucket)) refuse('its bucket must be one of the emulator', bucket);
  const bytes =
    (await contents.get(digest)) ??
    refuse('the file of its content must be there, unaltered', contents.path(digest));
  oss.restore(bucket, storedObject(key, bytes, lastModified, { contentType, headers, origin }));
}
