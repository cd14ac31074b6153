import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { show } from '../options/checks.ts';
import { AppendOnlyFile } from './append-only-file.ts';
import { journalLine, LINE_OVERHEAD_BYTES } from './journal-line.ts';
import { ProcessLock } from './process-lock.ts';
import { type JournalHead, readJournal } from './read-journal.ts';
import { writeWholeFile } from './whole-file.ts';

export interface JournalOptions {
  /** The kind of the records, such as `task-queue`. A journal of another kind is refused. */
  readonly kind: string;
  /** Version of the records. A journal of another version is refused. */
  readonly version: number;
  /** The longest line, in bytes: a longer record is refused before it is written. @default 64 MiB */
  readonly maxLineBytes?: number | undefined;
}

/** A record and the number of its line in the file; line 1 is the head. */
export interface JournalRecord<R> {
  readonly record: R;
  readonly line: number;
}

/**
 * An append-only file of JSON lines that one owner at a time may open. Its first line, the head, names the kind of the
 * records. A last line that was only partly written when the process ended is dropped; other damage is a `RangeError`.
 *
 * @example
 * await using journal = await Journal.open<Step>('steps.jsonl', { kind: 'steps', version: 1 });
 * for await (const { record } of journal.records()) take(record); // read all records before the first write
 * await journal.append([{ step: 1 }, { step: 2 }]);
 */
export class Journal<R extends object> implements AsyncDisposable {
  readonly #path: string;
  readonly #head: JournalHead;
  readonly #maxLineBytes: number;
  readonly #lock: ProcessLock;
  /** Undefined until the records have been read, and while the file is being replaced. */
  #file: AppendOnlyFile | undefined;
  #lines = 0;
  #isClosed = false;
  #lastTurn: Promise<unknown> = Promise.resolve();

  private constructor(path: string, options: JournalOptions, lock: ProcessLock) {
    const { kind, version, maxLineBytes = MOST_LINE_BYTES } = options;
    this.#path = path;
    this.#head = { journal: kind, version };
    this.#maxLineBytes = maxLineBytes;
    this.#lock = lock;
  }

  /**
   * Takes the lock, and makes the folder if it is missing. Neither reads nor writes the file: the first append creates it.
   *
   * @throws {RangeError} while the journal is open in another process, or elsewhere in this one
   */
  static async open<R extends object>(path: string, options: JournalOptions): Promise<Journal<R>> {
    mkdirSync(dirname(path), { recursive: true });
    const lock = await ProcessLock.wait(`${path}.lock`);
    if (typeof lock !== 'number') return new Journal<R>(path, options, lock);
    const [holder, advice] =
      lock === process.pid
        ? [`process ${lock}, this process`, 'close it there first']
        : [
            `process ${lock}`,
            `wait for that process to end, or delete ${show(`${path}.lock.${lock}.…`)} if that process is another program`,
          ];
    throw new RangeError(
      `Cannot open ${show(path)} as one owner at a time may have it: it is held by ${holder}; ${advice}`,
    );
  }

  /**
   * Yields every record while the file is read; yields nothing when there is no file. The records can be read once.
   *
   * @throws {RangeError} that names file and line, for damage and for a journal of another kind or version
   */
  async *records(signal?: AbortSignal): AsyncGenerator<JournalRecord<R>, void, void> {
    this.#checkOpen();
    if (this.#file !== undefined)
      throw new TypeError(`Cannot read ${show(this.#path)} again as its records can be read once`);
    const file = new AppendOnlyFile(this.#path);
    if (file.exists) {
      for await (const { record, line, bytes } of readJournal(
        this.#path,
        this.#head,
        this.#maxLineBytes,
        signal,
      )) {
        this.#lines = line;
        file.keep(bytes);
        if (line > 1) yield { record: record as R, line };
      }
    }
    this.#file = file;
  }

  /**
   * Appends records, and resolves when they are on the disk and would survive a power cut. The records of one call are one
   * write; calls take effect in their order; a call that fails changes nothing.
   *
   * @throws {RangeError} when a record is too long, or when another writer has changed the file
   */
  async append(records: readonly R[]): Promise<void> {
    const texts = records.map((record) => this.#json(record)); // serialised now, since the caller may change them while this call waits
    if (texts.length === 0) return;
    await this.#inTurn(async () => {
      const file = this.#writable();
      if (!file.exists) return await this.#writeWhole(texts);
      this.#put(file, texts);
      await file.sync();
      file.checkUnchanged(); // of two writers at the same time, one must fail
    });
  }

  /** Like `append`, but synchronous. The records survive the end of this process, but not a power cut. The file must exist. */
  write(records: readonly R[]): void {
    this.#put(
      this.#present(),
      records.map((record) => this.#json(record)),
    );
  }

  /** Replaces the file by a journal of these records, whether it was read or not. The new file appears whole or not at all. */
  async replace(records: Iterable<R>): Promise<void> {
    await this.#inTurn(async () => {
      this.#checkOpen();
      await this.#writeWhole(this.#jsons(records));
    });
  }

  /** Removes all records, synchronously. The file must exist. */
  clear(): void {
    this.#present().cutTo(Buffer.byteLength(this.#headLine()));
    this.#lines = 1;
  }

  /** Waits until all appended records are on the disk, and releases the lock. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#inTurn(async () => {
      this.#isClosed = true;
      this.#file?.close();
      this.#lock.release();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lastTurn.then(work, work); // the caller of the turn before gets its failure
    this.#lastTurn = turn;
    return turn;
  }

  #writable(): AppendOnlyFile {
    this.#checkOpen();
    if (this.#file !== undefined) return this.#file;
    throw new TypeError(`Cannot write to ${show(this.#path)} as its records must be read to their end first`);
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new TypeError(`Cannot use ${show(this.#path)} as it was closed`);
  }

  #present(): AppendOnlyFile {
    const file = this.#writable();
    if (file.exists) return file;
    throw new TypeError(
      `Cannot write to ${show(this.#path)} synchronously as the file must exist: append() or replace() creates it`,
    );
  }

  #put(file: AppendOnlyFile, texts: readonly string[]): void {
    const lines = texts.map((json, n) => journalLine(json, this.#lines + 1 + n));
    file.append(Buffer.from(lines.join('')));
    this.#lines += texts.length;
  }

  async #writeWhole(texts: Iterable<string>): Promise<void> {
    const before = this.#file;
    before?.checkUnchanged();
    this.#file = undefined; // writes during the replacement would be lost, so they are refused
    let lines = 1;
    const head = this.#headLine();
    async function* chunks() {
      let chunk = head;
      for (const json of texts) {
        lines += 1;
        chunk += journalLine(json, lines);
        if (chunk.length < CHUNK_LENGTH) continue;
        yield chunk;
        chunk = '';
      }
      yield chunk;
    }
    try {
      await writeWholeFile(this.#path, chunks());
    } catch (error) {
      this.#file = before; // if the rename took effect after all, the next write notices the changed file
      throw error;
    }
    before?.close();
    this.#file = new AppendOnlyFile(this.#path);
    this.#lines = lines;
  }

  #headLine(): string {
    return journalLine(JSON.stringify(this.#head), 1);
  }

  *#jsons(records: Iterable<R>): Generator<string, void, void> {
    for (const record of records) yield this.#json(record);
  }

  #json(record: R): string {
    const json = JSON.stringify(record);
    const bytes = Buffer.byteLength(json) + LINE_OVERHEAD_BYTES;
    if (bytes <= this.#maxLineBytes) return json;
    throw new RangeError(
      `Cannot write to ${show(this.#path)} as a line must have ${this.#maxLineBytes} bytes at most: current value is ${bytes}`,
    );
  }
}

/** A call of AddImage in the emulator has 8 MiB at most, which JSON's escapes may make six times longer. */
export const MOST_LINE_BYTES = 67_108_864;
/** Lines are joined into chunks of this length, since a write for each line would be slow. */
const CHUNK_LENGTH = 65_536;
