import { closeSync, ftruncateSync, openSync, statSync, writeFileSync } from 'node:fs';
import { writeWholeFile } from '../../shared/whole-file.ts';
import { JOURNAL_FORMAT, type JournalEntry } from './journal-entry.ts';
import { journalLine } from './journal-line.ts';

/**
 * A file of JSON lines that only grows. Each is written before the change is made and answered, and in one go with
 * it: the system has it then, whatever becomes of the process.
 */
export class Journal {
  readonly #file: number;
  #bytes: number;
  #crc: number;

  private constructor(path: string, crc: number) {
    this.#file = openSync(path, 'a');
    this.#bytes = statSync(path).size;
    this.#crc = crc;
  }

  /** Replaces what is at `path` by a journal of these entries. */
  static async create(path: string, entries: Iterable<JournalEntry>): Promise<Journal> {
    let crc = 0;
    const lineOf = (entry: JournalEntry): string => {
      const line = journalLine(entry, crc);
      crc = line.crc;
      return `${line.text}\n`;
    };
    async function* chunks() {
      let chunk = lineOf(HEAD);
      for (const entry of entries) {
        chunk += lineOf(entry);
        if (chunk.length < CHUNK_LENGTH) continue;
        yield chunk;
        chunk = '';
      }
      yield chunk;
    }
    await writeWholeFile(path, chunks());
    return new Journal(path, crc);
  }

  append(entry: JournalEntry): void {
    const { text, crc } = journalLine(entry, this.#crc);
    const line = Buffer.from(`${text}\n`);
    try {
      writeFileSync(this.#file, line);
    } catch (error) {
      ftruncateSync(this.#file, this.#bytes); // half a line would spoil the next one
      throw error;
    }
    this.#bytes += line.length;
    this.#crc = crc;
  }

  /** Begins anew. */
  clear(): void {
    ftruncateSync(this.#file, 0);
    this.#bytes = 0;
    this.#crc = 0;
    this.append(HEAD);
  }

  close(): void {
    closeSync(this.#file);
  }
}

const CHUNK_LENGTH = 65_536; // a write for each line would take longer than all the rest

const HEAD: JournalEntry = { format: JOURNAL_FORMAT };
