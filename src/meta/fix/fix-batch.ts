import { joinBytes } from '../../shared/join-bytes.ts';
import type { MetaLineIssue } from '../meta-issue.ts';
import type { MetaFixNote } from './fix-note.ts';

/** What became of some objects of the source that follow each other. */
export interface MetaFixBatch {
  /** The lines to write, each with its line feed: UTF-8, and the caller's to keep. */
  readonly bytes: Uint8Array;
  /** What was changed (severity `fixed`), and what is wrong with what was left out (`error`), in the order of the source. */
  readonly notes: readonly (MetaFixNote | MetaLineIssue)[];
}

const FULL_BYTES = 65_536;
const FULL_NOTES = 1_000;

/** Gathers the next batch. */
export class BatchBuilder {
  #pieces: Uint8Array[] = [];
  #length = 0;
  #notes: (MetaFixNote | MetaLineIssue)[] = [];

  get isFull(): boolean {
    return this.#length >= FULL_BYTES || this.#notes.length >= FULL_NOTES;
  }

  /** @param bytes whole lines with their line feeds, not changed before the batch is taken */
  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  report(note: MetaFixNote | MetaLineIssue): void {
    this.#notes.push(note);
  }

  /** The batch, and an empty one begun; undefined when there is nothing in it. */
  take(): MetaFixBatch | undefined {
    if (this.#length === 0 && this.#notes.length === 0) return undefined;
    const bytes = joinBytes(this.#pieces);
    const notes = this.#notes;
    this.#pieces = [];
    this.#length = 0;
    this.#notes = [];
    return { bytes, notes };
  }
}
