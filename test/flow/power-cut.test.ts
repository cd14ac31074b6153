import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { FaultRule } from '../../src/emulator/index.ts';
import { type CatalogueEntry, type ImportProgress, importCatalogue } from '../../src/index.ts';
import { listData } from '../support/rpc-call.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { importAndCollect, into, quickEmulator } from './import-test-bed.ts';
import { filedLine, outcomesIn } from './outcome-files.ts';

const IS_LONG = process.env['MODE'] === 'long';
/** How many of the ways in which a file may be cut are tried at each moment; in the long mode all. */
const TRIED = IS_LONG ? Number.POSITIVE_INFINITY : 2;
const [ENTRIES, SHARDS] = [8, 2];
const LINE_FEED = 0x0a;
const JOURNAL = 'journal.jsonl';

const catalogue: readonly CatalogueEntry[] = Array.from({ length: ENTRIES }, (_, n) => ({
  ...{ productId: `P${n}`, image: n === 1 ? 'nowhere.png' : `${n}.png`, customContent: `content ${n}` },
}));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'power-cut-'));
  const picture = await makeImage({ format: 'png', width: 120, height: 100 });
  for (let n = 0; n < ENTRIES; n++) await writeFile(join(folder, `${n}.png`), picture);
});
afterAll(() => rm(folder, { recursive: true }));

/** When the power is cut. */
interface Moment {
  readonly moment: string;
  readonly isTime?: (progress: ImportProgress) => boolean;
  /** Keeps the import at the moment; without `isTime` it is over once a task was started. */
  readonly fault?: FaultRule;
  /** Whether the last records of the ledgers are also cut at each of their bytes, in the long mode. */
  readonly atEachByte?: true;
}

const MOMENTS: readonly Moment[] = [
  {
    moment: 'images are uploaded',
    isTime: ({ stage, done }) => stage === 'uploading' && done === 2,
    atEachByte: true,
  },
  {
    moment: 'a task is being started',
    fault: { kind: 'silence', workDone: true, operation: 'IncreaseInstance' },
  },
  { moment: 'a task runs', isTime: ({ stage }) => stage === 'waiting' },
  { moment: 'a task is over', isTime: ({ stage }) => stage === 'verifying' },
  { moment: 'outcomes are told', isTime: ({ stage, done }) => stage === 'verifying' && done === 2 },
  { moment: 'the second task runs', isTime: ({ stage, taskId }) => stage === 'waiting' && taskId === '2' },
  {
    moment: 'the second task is over',
    isTime: ({ stage, taskId }) => stage === 'verifying' && taskId === '2',
  },
];

const optionsAt = (emulator: Parameters<typeof into>[0], state: string) => ({
  ...into(emulator),
  ...{ images: folder, state, linesPerTask: ENTRIES / SHARDS, concurrency: 2 },
});

/** An import that was stopped: its state, and that of the service. */
interface Stopped {
  readonly state: string;
  readonly service: string;
}

async function stopAt({ moment, isTime, fault }: Moment): Promise<Stopped> {
  const at = join(folder, moment);
  const stopped = { state: join(at, 'state'), service: join(at, 'service') };
  await using emulator = await quickEmulator({ stateFolder: stopped.service });
  if (fault !== undefined) emulator.addFault(fault);
  const stop = new AbortController();
  const importing = importCatalogue(catalogue, {
    ...optionsAt(emulator, stopped.state),
    signal: stop.signal,
    onProgress: (progress) => {
      if (isTime?.(progress) === true) stop.abort(new Error('The power is cut'));
    },
  });
  importing.catch(() => {}); // it is looked at below
  if (isTime === undefined) {
    const hasStarted = async () =>
      expect((await listData(emulator, { PageSize: '100' })).Increments.Instance).toHaveLength(1);
    await vi.waitFor(hasStarted, { timeout: 30_000 });
    stop.abort(new Error('The power is cut'));
  }
  await expect(importing).rejects.toThrow('The power is cut');
  return stopped;
}

/** What a power cut leaves of a file: `whole` of its records, and then nothing, a part of the next one, or a block of zeros. */
interface Cut {
  readonly file: string;
  readonly length: number;
  readonly zeros: number;
}

/** Every way in which up to three records may be lost at the end of the files of a state. */
async function cutsOf(state: string, ledgersAtEachByte: boolean): Promise<Cut[]> {
  const shards = (await readdir(join(state, 'shards'))).filter((name) => name.endsWith('.ledger.jsonl'));
  const cuts: Cut[] = [];
  for (const file of [JOURNAL, ...shards.map((name) => join('shards', name))]) {
    const bytes = await readFile(join(state, file));
    const ends = [...bytes.entries()].flatMap(([n, byte]) => (byte === LINE_FEED ? n + 1 : []));
    // What an import is, and the intent to start a task, are on the disk before the next step: no power cut takes them away.
    const kept = file === JOURNAL ? Math.max(ends[1] ?? 0, bytes.lastIndexOf('"intent"')) : 0;
    for (const [n, next] of ends.entries()) {
      const end = ends[n - 1] ?? 0;
      if (n < ends.length - 3 || end < kept) continue;
      if (ledgersAtEachByte && file !== JOURNAL)
        for (let length = end; length < next; length++) cuts.push({ file, length, zeros: 0 });
      cuts.push(
        { file, length: end, zeros: 0 },
        { file, length: Math.floor((end + next) / 2), zeros: 0 },
        { file, length: next - 1, zeros: 0 },
        { file, length: end, zeros: 4_096 },
        { file, length: Math.floor((end + next) / 2), zeros: 4_096 },
      );
    }
  }
  return cuts;
}

/**
 * Continues the import from a copy of its state that was cut: it ends right. Only where the cut has taken what was on the
 * disk before, lines of the ledger of a prepared shard, it may say so instead.
 */
async function expectContinued(stopped: Stopped, { file, length, zeros }: Cut): Promise<void> {
  const at = await mkdtemp(join(tmpdir(), 'power-cut-copy-'));
  const [state, service] = [join(at, 'state'), join(at, 'service')];
  await cp(stopped.state, state, { recursive: true });
  await cp(stopped.service, service, { recursive: true });
  const path = join(state, file);
  const journal = await readFile(join(state, JOURNAL), 'utf8');
  const isOfPrepared = journal.includes(`"shard":${/\d+/.exec(file)?.[0]},"prepared"`); // it was whole on the disk before
  await truncate(path, length);
  await truncate(path, length + zeros); // a file grows by zeros
  await using emulator = await quickEmulator({ stateFolder: service });
  const options = optionsAt(emulator, state);
  try {
    const { summary } = await importAndCollect(catalogue, options);
    expect(summary).toMatchObject({ supplied: ENTRIES, refused: 1, succeeded: ENTRIES - 1, tasks: SHARDS });
    const filed = await outcomesIn(state);
    const rightly = catalogue.map((_, n) => filedLine(n + 1, n === 1 ? 'refused' : 'imported'));
    expect(
      filed
        .map(({ file: where, outcome: { place, status } }) => filedLine(place.line, status, where))
        .toSorted(),
    ).toEqual(rightly.toSorted());
    expect(emulator.gallery()).toHaveLength(ENTRIES - 1);
  } catch (error) {
    if (!(error instanceof RangeError && isOfPrepared)) throw error;
    expect(error.message).toContain(path);
  }
  const { Increments } = await listData(emulator, { PageSize: '100' });
  expect(Increments.Instance.length).toBeLessThanOrEqual(SHARDS);
  await rm(at, { recursive: true });
}

describe('importCatalogue() after a power cut', () => {
  it.each(MOMENTS)(
    'ends right, or names the damaged file, when it came while $moment',
    async (moment) => {
      const stopped = await stopAt(moment);
      const random = seededRandom(moment.moment.length);
      const cuts = await cutsOf(stopped.state, moment.atEachByte === true && IS_LONG);
      expect(cuts).not.toHaveLength(0);
      const tried =
        cuts.length <= TRIED
          ? cuts
          : Array.from({ length: TRIED }, () => cuts[Math.floor(random() * cuts.length)]);
      for (const cut of tried) {
        if (cut === undefined) continue;
        await expectContinued(stopped, cut).catch((cause: unknown) => {
          throw new Error(`Cut: ${JSON.stringify(cut)}`, { cause });
        });
      }
    },
    600_000,
  );
});
