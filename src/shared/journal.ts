import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppendOnlyFile } from './append-only-file.ts';
import { show } from './checks.ts';
import { journalLine, LINE_OVERHEAD_BYTES } from './journal-line.ts';
import { ProcessLock } from './process-lock.ts';
import { type JournalHead, readJournal } from './read-journal.ts';
import { writeWholeFile } from './whole-file.ts';

export interface JournalOptions {
  /** What the records are about, such as `task-queue`. A journal of another kind is refused. */
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
 * A file of JSON lines that only grows, and that one owner at a time may have. Its first line is a head that says what the
 * records are; a line that was being written when a process ended is dropped; any other damage is a `RangeError`.
 *
 * @example
 * await using journal = await Journal.open<Step>('steps.jsonl', { kind: 'steps', version: 1 });
 * for await (const { record } of journal.records()) take(record); // to its end, before anything is written
 * await journal.append([{ step: 1 }, { step: 2 }]);
 */
export class Journal<R extends object> implements AsyncDisposable {
  readonly #path: string;
  readonly #head: JournalHead;
  readonly #maxLineBytes: number;
  readonly #lock: ProcessLock;
  /** Undefined until the records were read, and while the file is being replaced. */
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
   * Makes the folder if need be, and neither reads nor writes yet: the first append makes a journal that is not there.
   *
   * @throws {RangeError} while another process, or something else in this one, has the journal
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
            `wait for it to end, or delete ${show(`${path}.lock.${lock}.…`)} if that is another program`,
          ];
    throw new RangeError(
      `Cannot open ${show(path)} as one owner at a time may have it: it is held by ${holder}; ${advice}`,
    );
  }

  /**
   * Every record, as it is read; none when there is no file. They can be read once.
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
   * Resolves when the records are on the disk, where not even a power cut takes them away. All of one call are one write, and
   * calls take effect in their order. One that fails leaves nothing behind.
   *
   * @throws {RangeError} when a record is too long, or when somebody else has changed the file
   */
  async append(records: readonly R[]): Promise<void> {
    const texts = records.map((record) => this.#json(record)); // as they are now, whatever becomes of them
    if (texts.length === 0) return;
    await this.#inTurn(async () => {
      const file = this.#writable();
      if (!file.exists) return await this.#writeWhole(texts);
      this.#put(file, texts);
      await file.sync();
      file.checkUnchanged(); // of two who wrote at the same time, not both go on
    });
  }

  /** Like `append`, but at once, and safe from the end of this process only, not from a power cut. The file must be there. */
  write(records: readonly R[]): void {
    this.#put(
      this.#present(),
      records.map((record) => this.#json(record)),
    );
  }

  /** Puts a journal of these records in place of whatever is there, read or not. It appears whole or not at all. */
  async replace(records: Iterable<R>): Promise<void> {
    await this.#inTurn(async () => {
      this.#checkOpen();
      await this.#writeWhole(this.#jsons(records));
    });
  }

  /** Takes every record away, at once. The file must be there. */
  clear(): void {
    this.#present().cutTo(Buffer.byteLength(this.#headLine()));
    this.#lines = 1;
  }

  /** Lets another have the journal, once what was appended is on the disk. */
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
    const turn = this.#lastTurn.then(work, work); // whoever began the last turn hears of its failure
    this.#lastTurn = turn;
    return turn;
  }

  #writable(): AppendOnlyFile {
    this.#checkOpen();
    if (this.#file !== undefined) return this.#file;
    throw new TypeError(`Cannot write to ${show(this.#path)} as its records must be read to their end first`);
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new TypeError(`Cannot go on with ${show(this.#path)} as it was closed`);
  }

  #present(): AppendOnlyFile {
    const file = this.#writable();
    if (file.exists) return file;
    throw new TypeError(
      `Cannot write to ${show(this.#path)} at once as it must be there: append() or replace() makes it`,
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
    this.#file = undefined; // what is written meanwhile would be lost, and is refused
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
      this.#file = before; // if the new file got its name all the same, the next write notices that
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

/** An AddImage of the emulator has 8 MiB at most, of which JSON may make six times as much. */
const MOST_LINE_BYTES = 67_108_864;
/** A write for each line would take longer than all the rest. */
const CHUNK_LENGTH = 65_536;
