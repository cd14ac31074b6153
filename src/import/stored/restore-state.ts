import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { Journal } from '../../shared/files/journal.ts';
import { show } from '../../shared/options/checks.ts';
import type { ImportFact, OutcomeLengths } from '../state/import-facts.ts';
import { IMPORT_JOURNAL, JOURNAL } from '../state/import-state.ts';
import { shardsFolder } from '../state/shard-files.ts';
import { copyToFile, namesIn, objectNames, readWhole, type StatePlace } from './state-place.ts';
import { damagedObject, storedRecords } from './stored-journal.ts';

/** What the journal in a store says of the objects beside it. */
export interface RestoredState {
  readonly records: number;
  /** Whether the import is over: then nothing but the journal was brought. */
  readonly isClosed: boolean;
  /** Under which fencing number the files of each round lie. */
  readonly fences: readonly number[];
  readonly shards: number;
  readonly lengths: OutcomeLengths;
}

/** A piece of the files of outcomes, as a shard was settled. */
interface Settled {
  readonly fence: number;
  readonly isAgain: boolean;
  readonly from: OutcomeLengths;
  readonly to: OutcomeLengths;
}

const NONE: OutcomeLengths = { imported: 0, refused: 0, failed: 0 };

/** The name of a file that says of which state in a store a local folder is a copy. */
const COPY_OF = `${JOURNAL}.copy`;

/**
 * Brings the state of an import from a store into a local folder: the journal, the outcomes, and of the shards what is still
 * needed. What the folder had of this state is replaced.
 *
 * @throws {RangeError} for a folder that holds something else
 */
export async function restoreState(
  place: StatePlace,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<RestoredState> {
  await checkFolder(place, folder);
  const facts: ImportFact[] = [];
  const fences: number[] = [];
  const settled = new Map<number, Settled>();
  let [shards, lengths, isClosed] = [0, NONE, false];
  for await (const { fact, fence } of storedRecords(place, signal)) {
    facts.push(fact);
    const cut = 'planned' in fact ? fact.planned : 'round' in fact ? fact.round : undefined;
    if (cut !== undefined) {
      fences.push(fence);
      shards += cut.shards;
    }
    if ('closed' in fact) isClosed = true;
    if (!('settled' in fact) || fact.settled === undefined) continue;
    const { files: to, again } = fact.settled;
    settled.set(fact.shard, { fence, isAgain: again.entries > 0, from: lengths, to });
    lengths = to;
  }
  await writeJournal(join(folder, JOURNAL), facts);
  if (!isClosed) {
    await bringOutcomes(place, folder, settled.values(), signal);
    await bringShards(place, folder, fences, settled, signal);
  }
  return { records: facts.length, isClosed, fences, shards, lengths };
}

async function checkFolder(place: StatePlace, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  const copied = names.includes(COPY_OF) ? (await readFile(join(folder, COPY_OF), 'utf8')).trim() : undefined;
  if (names.length > 0 && copied !== place.name)
    throw new RangeError(
      `Cannot bring ${show(place.name, 1_100)} here as 'localState' must be an empty folder, or one that it was brought to before: ${show(folder, 1_000)} holds something else; name another folder`,
    );
  await writeFile(join(folder, COPY_OF), `${place.name}\n`);
  for (const name of ['plan', 'shards']) await rm(join(folder, name), { recursive: true, force: true });
}

async function writeJournal(path: string, facts: readonly ImportFact[]): Promise<void> {
  await using journal = await Journal.open<ImportFact>(path, IMPORT_JOURNAL);
  if (facts.length > 0) await journal.replace(facts);
  else await rm(path, { force: true });
}

async function bringOutcomes(
  place: StatePlace,
  folder: string,
  settled: Iterable<Settled>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const all = [...settled];
  for (const name of Object.keys(NONE) as (keyof OutcomeLengths)[]) {
    const path = join(folder, `${name}.jsonl`);
    const pieces = all.filter(({ from, to }) => to[name] > from[name]);
    if (pieces.length === 0) {
      await rm(path, { force: true });
      continue;
    }
    const read = async ({ fence, from, to }: Settled, inner: AbortSignal) => {
      const object = objectNames.outcomes(fence, name, from[name]);
      const bytes = await readWhole(place, object, inner);
      if (bytes?.length !== to[name] - from[name]) throw damagedObject(place, object);
      return bytes;
    };
    const bytes = mapConcurrent(pieces, read, { ...AT_ONCE, signal });
    await pipeline(Readable.from(bytes), createWriteStream(path));
  }
}

/** Brings the rows of the catalogue, the entries of shards that are not settled, and those that are imported again. */
async function bringShards(
  place: StatePlace,
  folder: string,
  fences: readonly number[],
  settled: ReadonlyMap<number, Settled>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (fences.length === 0) return;
  await mkdir(shardsFolder(folder), { recursive: true });
  const isNeeded = (name: string, fence: number): boolean => {
    const shard = settled.get(Number.parseInt(name, 10));
    if (/^\d+\.again/.test(name)) return shard?.isAgain === true && shard.fence === fence;
    return fences.includes(fence) && shard === undefined;
  };
  const all = new Set([...fences, ...[...settled.values()].map(({ fence }) => fence)]);
  for (const fence of all) {
    const start = objectNames.file(fence, '');
    const bring = async (object: string, inner: AbortSignal) => {
      const name = object.slice(start.length);
      if (isNeeded(name, fence)) await copyToFile(place, object, join(shardsFolder(folder), name), inner);
    };
    const names = namesIn(place, start, signal);
    for await (const _ of mapConcurrent(names, bring, { ...AT_ONCE, signal }));
  }
}

const AT_ONCE = { concurrency: 8 };
