import { randomUUID } from 'node:crypto';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { show } from '../../shared/options/checks.ts';
import type { ImportFact } from '../state/import-facts.ts';
import { stateTaken } from './lease.ts';
import { claim, namesIn, objectNames, readWhole, type StatePlace } from './state-place.ts';

/** A record of the journal in the store: an object of its own. */
export interface StoredRecord {
  /** The fencing number of the coordinator that wrote it: the files that the fact speaks of lie under it. */
  readonly fence: number;
  readonly fact: ImportFact;
  /** Tells the record from an equal one of another writer. */
  readonly id: string;
}

/** Reads every record, in order. @throws {RangeError} when one is missing or damaged */
export async function* storedRecords(
  place: StatePlace,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredRecord, void, void> {
  const read = async (name: string, inner: AbortSignal) => ({
    name,
    bytes: await readWhole(place, name, inner),
  });
  let number = 0;
  const names = namesIn(place, 'journal/', signal);
  for await (const { name, bytes } of mapConcurrent(names, read, { concurrency: READS_AT_ONCE, signal })) {
    number += 1;
    const record = name === objectNames.record(number) ? parsed(bytes) : undefined;
    if (record === undefined) throw damagedObject(place, objectNames.record(number));
    yield record;
  }
}

const READS_AT_ONCE = 16;

/** Writes the records of one coordinator. Where another one has written a record of the same number, it ends. */
export class StoredJournal {
  readonly #place: StatePlace;
  readonly #fence: number;
  #records: number;

  /** @param records how many the journal has */
  constructor(place: StatePlace, fence: number, records: number) {
    this.#place = place;
    this.#fence = fence;
    this.#records = records;
  }

  /** @throws {ImageSearchError} `STATE_TAKEN` when another coordinator has written since */
  async append(fact: ImportFact, signal: AbortSignal | undefined): Promise<void> {
    if (!(await this.claim(fact, signal))) throw stateTaken(this.#place.name);
  }

  /** Appends a record unless another coordinator has written since: then returns false. */
  async claim(fact: ImportFact, signal: AbortSignal | undefined): Promise<boolean> {
    const record: StoredRecord = { fence: this.#fence, fact, id: randomUUID() };
    const name = objectNames.record(this.#records + 1);
    const isOurs = await claim(this.#place, name, Buffer.from(JSON.stringify(record)), signal);
    if (isOurs) this.#records += 1;
    return isOurs;
  }
}

function parsed(bytes: Buffer | undefined): StoredRecord | undefined {
  try {
    const record = JSON.parse(bytes?.toString() ?? '') as Partial<StoredRecord> | null;
    return typeof record?.fence === 'number' && typeof record.fact === 'object'
      ? (record as StoredRecord)
      : undefined;
  } catch {
    return undefined; // the caller says which record is damaged
  }
}

export const damagedObject = (place: StatePlace, name: string) =>
  new RangeError(
    `Cannot continue from ${show(`${place.name}/${name}`, 1_100)} as it must be as it was written: it is missing or damaged; restore it, or start anew with another state`,
  );
