import { createHash } from 'node:crypto';
import type { CatalogueRow } from '../../catalogue/model/catalogue-entry.ts';
import { type CheckedEntry, EntryCheck, type EntryCheckOptions } from './entry-check.ts';

export interface EntryReadingOptions extends EntryCheckOptions {
  /** Called now and then, and in the end, with the number of entries that were read. */
  readonly onRead?: ((entries: number) => void) | undefined;
}

/** How many entries a catalogue has, and what tells it from others. */
export interface EntriesRead {
  readonly entries: number;
  /** Accepted ones of each operation. */
  readonly adds: number;
  readonly deletes: number;
  /** SHA-256 of all entries, in hex. Bytes that entries bring are not part of it. */
  readonly digest: string;
}

const ENTRIES_IN_A_REPORT = 100;

/** Checks the entries of a catalogue, and counts and digests them. */
export class EntryReading {
  readonly #onRead: EntryReadingOptions['onRead'];
  readonly #entries: EntryCheck;
  readonly #hash = createHash('sha256');
  /** Goes into the hash many entries at a time, which takes half the time. */
  #unhashed = '';
  #adds = 0;
  #deletes = 0;

  constructor(options: EntryReadingOptions) {
    this.#onRead = options.onRead;
    this.#entries = new EntryCheck(options);
  }

  take(row: CatalogueRow): CheckedEntry {
    const line = this.#entries.check(row);
    if (line.record?.operationType === 'ADD') this.#adds += 1;
    if (line.record?.operationType === 'DELETE') this.#deletes += 1;
    const image = row.entry?.image;
    const named = image instanceof URL ? image.href : typeof image === 'string' ? image : null;
    this.#unhashed += JSON.stringify([line, named]);
    if (line.number % ENTRIES_IN_A_REPORT === 0) this.#report();
    return line;
  }

  /** After the last row. */
  finish(): EntriesRead {
    this.#report();
    const [entries, adds, deletes] = [this.#entries.entries, this.#adds, this.#deletes];
    return { entries, adds, deletes, digest: this.#hash.digest('hex') };
  }

  #report(): void {
    this.#hash.update(this.#unhashed);
    this.#unhashed = '';
    this.#onRead?.(this.#entries.entries);
  }
}
