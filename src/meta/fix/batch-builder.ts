import { LINE_FEED } from '../../shared/lines.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import type { MetaFixBatch, MetaFixNote } from './fix-result.ts';

const FULL_BYTES = 65_536;
const FULL_NOTES = 1_000;

/** Gathers the next batch. */
export class BatchBuilder {
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(0);
  #length = 0;
  #notes: (MetaFixNote | MetaLineIssue)[] = [];

  get isFull(): boolean {
    return this.#length >= FULL_BYTES || this.#notes.length >= FULL_NOTES;
  }

  /** @param bytes whole lines with their line feeds */
  addLines(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** @param line without its line feed */
  addLine(line: Uint8Array | string): void {
    if (typeof line === 'string') {
      this.#makeRoom(3 * line.length);
      this.#length += this.#encoder.encodeInto(line, this.#bytes.subarray(this.#length)).written;
    } else this.addLines(line);
    this.#makeRoom(1);
    this.#bytes[this.#length] = LINE_FEED;
    this.#length += 1;
  }

  report(note: MetaFixNote | MetaLineIssue): void {
    this.#notes.push(note);
  }

  /** The batch, and an empty one begun; undefined when there is nothing in it. */
  take(): MetaFixBatch | undefined {
    if (this.#length === 0 && this.#notes.length === 0) return undefined;
    const bytes = this.#bytes.slice(0, this.#length);
    const notes = this.#notes;
    this.#length = 0;
    this.#notes = [];
    return { bytes, notes };
  }

  #makeRoom(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
