import type { JournalRecord } from '../../shared/files/journal.ts';
import { journalDamage } from '../../shared/files/journal-line.ts';
import type { GalleryChange } from '../image-search/gallery.ts';
import type { InstanceChange, InstanceState } from '../image-search/instance-state.ts';
import type { JournalEntry, SavedObject } from './journal-entry.ts';

interface LinedObject {
  readonly saved: SavedObject;
  /** Line of the journal, from 1. */
  readonly line: number;
}

/** Applies a journal's entries: images, tasks and exports to the instance at once, objects are collected until their contents are read. */
export class Replay {
  readonly #path: string;
  readonly #instance: InstanceState;
  readonly #objects = new Map<string, LinedObject>();
  /** Changes that take effect with the task after them; they are dropped when another entry comes. */
  #pending: GalleryChange[] = [];

  /** @param path the journal's, for messages */
  constructor(path: string, instance: InstanceState) {
    this.#path = path;
    this.#instance = instance;
  }

  /** @throws {RangeError} for an entry that this version does not know */
  take({ record, line }: JournalRecord<JournalEntry>): void {
    if ('pending' in record) {
      this.#pending.push(record.pending);
      return;
    }
    const pending = this.#pending;
    this.#pending = [];
    if ('makesPending' in record) for (const change of pending) this.#takeChange(change, line);
    if ('object' in record) this.#objects.set(nameOf(record.object), { saved: record.object, line });
    else if ('noObject' in record) this.#objects.delete(nameOf(record.noObject));
    else this.#takeChange(record, line);
  }

  objects(): IterableIterator<LinedObject> {
    return this.#objects.values();
  }

  digests(): ReadonlySet<string> {
    return new Set([...this.#objects.values()].map(({ saved }) => saved.digest));
  }

  /** The shortest journal that gives the same state. */
  *entries(): Generator<JournalEntry, void, void> {
    for (const { saved } of this.#objects.values()) yield { object: saved };
    for (const { record, picture } of this.#instance.pictured())
      yield { image: record, ...(picture && { picture }) };
    for (const task of this.#instance.tasks) yield { task };
    for (const exported of this.#instance.exports) yield { exported };
  }

  #takeChange(change: InstanceChange, line: number): void {
    if ('noImage' in change) this.#instance.delete(change.noImage.ProductId, change.noImage.PicName);
    else if ('image' in change || 'task' in change || 'exported' in change) this.#instance.restore(change);
    else throw journalDamage(this.#path, line, 'this version must know its kind', change);
  }
}

const nameOf = ({ bucket, key }: Pick<SavedObject, 'bucket' | 'key'>): string => `${bucket}/${key}`;
