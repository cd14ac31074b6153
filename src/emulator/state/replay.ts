import type { InstanceChange, InstanceState } from '../image-search/instance-state.ts';
import { JOURNAL_FORMAT, type JournalEntry, type SavedObject } from './journal-entry.ts';
import { damaged, type ReadEntry } from './read-journal.ts';

interface LinedObject {
  readonly saved: SavedObject;
  /** Of the journal, from 1. */
  readonly line: number;
}

/** What a journal comes to: images and tasks go into the instance, objects are collected until their contents are needed. */
export class Replay {
  readonly #path: string;
  readonly #instance: InstanceState;
  readonly #objects = new Map<string, LinedObject>();

  /** @param path of the journal, for errors */
  constructor(path: string, instance: InstanceState) {
    this.#path = path;
    this.#instance = instance;
  }

  /** @throws {RangeError} for an entry that this version does not know */
  take({ entry, line }: ReadEntry): void {
    if ('object' in entry) this.#objects.set(nameOf(entry.object), { saved: entry.object, line });
    else if ('noObject' in entry) this.#objects.delete(nameOf(entry.noObject));
    else if ('format' in entry) this.#checkFormat(entry.format, line);
    else this.#takeChange(entry, line);
  }

  objects(): IterableIterator<LinedObject> {
    return this.#objects.values();
  }

  digests(): ReadonlySet<string> {
    return new Set([...this.#objects.values()].map(({ saved }) => saved.digest));
  }

  /** The shortest way to the same state. */
  *entries(): Generator<JournalEntry, void, void> {
    for (const { saved } of this.#objects.values()) yield { object: saved };
    for (const image of this.#instance.records()) yield { image };
    for (const task of this.#instance.tasks) yield { task };
  }

  #takeChange(change: InstanceChange, line: number): void {
    if ('noImage' in change) this.#instance.delete(change.noImage.ProductId, change.noImage.PicName);
    else if ('image' in change || 'task' in change) this.#instance.restore(change);
    else damaged(this.#path, line, 'this version must know its kind', change);
  }

  #checkFormat(format: number, line: number): void {
    if (format !== JOURNAL_FORMAT) damaged(this.#path, line, `its format must be ${JOURNAL_FORMAT}`, format);
  }
}

const nameOf = ({ bucket, key }: Pick<SavedObject, 'bucket' | 'key'>): string => `${bucket}/${key}`;
