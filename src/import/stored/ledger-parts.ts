import { jsonLine, jsonOfLines } from '../../shared/files/json-lines-file.ts';
import { writeWholeFile } from '../../shared/files/whole-file.ts';
import { show } from '../../shared/options/checks.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { Route } from '../route.ts';
import { namesIn, objectNames, readWhole, type StatePlace } from './state-place.ts';

/**
 * Entries of a part, by the route; the last part of a shard has fewer. What a worker that dies has done beyond whole parts is
 * done again: images are found in the bucket, but calls are made, and they are slow, at most 20 a second.
 */
export const PART_ROWS: Readonly<Record<Route, number>> = { batch: 500, direct: 8 };

/**
 * The ledger of a shard in the store: parts that are objects, each written once. Part n is about the same entries whoever
 * writes it, so where a part is there already, as one that was taken for dead has written it, that one counts.
 */
export class LedgerParts {
  readonly #place: StatePlace;
  readonly #shard: number;
  /** Entries of a whole part. */
  readonly partRows: number;

  /** @param shard its number */
  constructor(place: StatePlace, shard: number, route: Route) {
    this.#place = place;
    this.#shard = shard;
    this.partRows = PART_ROWS[route];
  }

  /** How many entries the parts have. @throws {RangeError} when a part is missing or damaged */
  async rows(signal: AbortSignal): Promise<number> {
    let parts = 0;
    for await (const name of this.#names(signal)) {
      parts += 1;
      if (name !== objectNames.ledger(this.#shard, parts)) throw this.#damaged(parts);
    }
    return parts === 0 ? 0 : (parts - 1) * this.partRows + (await this.#read(parts, signal)).length;
  }

  /**
   * Writes the part that follows so many entries.
   *
   * @returns the entries that count: others, where another worker has written the part
   */
  async add(
    rows: number,
    entries: readonly LedgerEntry[],
    signal: AbortSignal,
  ): Promise<readonly LedgerEntry[]> {
    const part = Math.ceil(rows / this.partRows) + 1;
    const { store, prefix } = this.#place;
    const lines = Buffer.from(entries.map(jsonLine).join(''));
    const name = objectNames.ledger(this.#shard, part);
    const stored = await store.putIfAbsent(prefix + name, lines, { signal });
    if (stored !== undefined) return entries;
    const there = await this.#read(part, signal);
    if (there.length !== entries.length) throw this.#damaged(part);
    return there;
  }

  /** Writes all parts into a file, one after the other. */
  async bringTo(path: string, signal: AbortSignal): Promise<void> {
    await writeWholeFile(path, this.#bytes(signal), { signal });
  }

  async *#bytes(signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    for await (const name of this.#names(signal)) {
      const bytes = await readWhole(this.#place, name, signal);
      if (bytes !== undefined) yield bytes;
    }
  }

  #names(signal: AbortSignal): AsyncGenerator<string, void, void> {
    const first = objectNames.ledger(this.#shard, 1);
    return namesIn(this.#place, first.slice(0, first.lastIndexOf('/') + 1), signal);
  }

  async #read(part: number, signal: AbortSignal): Promise<LedgerEntry[]> {
    const bytes = await readWhole(this.#place, objectNames.ledger(this.#shard, part), signal);
    try {
      if (bytes?.at(-1) === LINE_FEED) return jsonOfLines<LedgerEntry>(bytes.toString());
    } catch {
      // the same message as for a part without its end
    }
    throw this.#damaged(part);
  }

  #damaged(part: number): RangeError {
    const { name } = this.#place;
    const object = `${name}/${objectNames.ledger(this.#shard, part)}`;
    return new RangeError(
      `Cannot continue from ${show(object, 1_100)} as it must be as a worker has written it: it is missing or damaged; delete this part and those behind it, so that their entries are prepared again`,
    );
  }
}

const LINE_FEED = 10;
