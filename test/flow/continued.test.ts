import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import {
  type CatalogueEntry,
  CatalogueImport,
  type EntryOutcome,
  type ImportOptions,
  type ImportProgress,
  importCatalogue,
} from '../../src/index.ts';
import { listData } from '../support/rpc-call.ts';
import { importAndCollect, into, makeSamples, quickEmulator } from './import-test-bed.ts';

const IS_LONG = process.env['MODE'] === 'long';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: string;
beforeAll(async () => {
  samples = await makeSamples();
  image = samples.rows.find(({ expected }) => expected === 'accepted')?.image ?? '';
});
afterAll(() => samples[Symbol.asyncDispose]());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'continued-import-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const ENTRIES = 9;
const FAILS = 'P4';
const LINE_FEED = 0x0a;
const WAIT = { timeout: 30_000 };

/** In three shards: an entry that is refused, one that fails, and a DELETE of the first shard whose ADD is in the last. */
const catalogue = (): CatalogueEntry[] =>
  Array.from({ length: ENTRIES }, (_, n): CatalogueEntry => {
    const picName = `${n}${image.slice(image.lastIndexOf('.'))}`;
    if (n === 1) return { productId: 'P1', image: 'nowhere.png', customContent: 'k:v' };
    if (n === 2) return { operationType: 'DELETE', productId: 'P7', picName: picName.replace('2', '7') };
    return { productId: `P${n}`, image, picName, customContent: 'k:v' };
  });

const emulatorOf = () =>
  quickEmulator({ failImage: ({ productId }) => (productId === FAILS ? 'InternalOssError' : undefined) });

const optionsFor = (emulator: Emulator) => ({
  ...into(emulator),
  ...{ images: samples.dir, state: join(folder, 'state'), linesPerTask: 3, concurrency: 2, retries: 0 },
});

async function outcomesIn(state: string) {
  const read = async (name: string) => {
    const text = await readFile(join(state, `${name}.jsonl`), 'utf8');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as EntryOutcome).place.line);
  };
  return { imported: await read('imported'), refused: await read('refused'), failed: await read('failed') };
}

/** Below the header, the rows of a table that can be imported again. */
const tableIn = async (state: string, name: string) =>
  (await readFile(join(state, `${name}.csv`), 'utf8')).split('\r\n').slice(1, -1);

const TOLD = { imported: [1, 4, 6, 7, 8, 9, 3], refused: [2], failed: [5] };

async function expectDone(emulator: Emulator, options: ImportOptions): Promise<void> {
  expect(await outcomesIn(String(options.state))).toEqual(TOLD);
  expect(await tableIn(String(options.state), 'refused')).toEqual([
    expect.stringMatching(/^IMAGE_MISSING,"?Row 2: .*,,P1,nowhere\.png,/),
  ]);
  expect(await tableIn(String(options.state), 'failed')).toEqual([
    expect.stringMatching(/^InternalOssError,"?Row 5: .*,,P4,/),
  ]);
  const { Increments } = await listData(emulator, { PageSize: '100' });
  expect(Increments.Instance).toHaveLength(3);
  expect(emulator.gallery()).toHaveLength(6);
}

describe('importCatalogue() with a state', () => {
  it('runs a task for each shard and keeps the journal and the outcomes', async () => {
    await using emulator = await emulatorOf();
    const options = optionsFor(emulator);
    const { summary, outcomes } = await importAndCollect(catalogue(), options);
    expect(outcomes).toHaveLength(ENTRIES);
    expect(summary).toMatchObject({
      ...{
        supplied: 9,
        accepted: 8,
        refused: 1,
        skipped: 1,
        submitted: 7,
        succeeded: 6,
        failed: 1,
        tasks: 3,
      },
      verification: { images: 6, asked: 6, missing: 0 },
    });
    await expectDone(emulator, options);
    const names = [
      'failed.csv',
      'failed.jsonl',
      'imported.jsonl',
      'journal.jsonl',
      'refused.csv',
      'refused.jsonl',
    ];
    expect((await readdir(options.state)).toSorted()).toEqual(names);
    const again = await importAndCollect(catalogue(), options);
    expect(again).toEqual({ summary, outcomes: [] });
  });

  it.each<[string, (progress: ImportProgress, seen: number) => boolean]>([
    ['the first image is uploaded', ({ stage }) => stage === 'uploading'],
    ['the first task runs', ({ stage }) => stage === 'waiting'],
    ['the gallery is asked', ({ stage }) => stage === 'verifying'],
    ['the second task runs', ({ taskId, stage }) => stage === 'waiting' && taskId === '2'],
    ['the gallery is asked of the last task', ({ taskId, stage }) => stage === 'verifying' && taskId === '3'],
  ])('continues when it was aborted while %s', async (_, isTime) => {
    await using emulator = await emulatorOf();
    const options = optionsFor(emulator);
    const stop = new AbortController();
    const reason = new Error('enough');
    let seen = 0;
    const onProgress = (progress: ImportProgress) => {
      seen += 1;
      if (isTime(progress, seen)) stop.abort(reason);
    };
    const importing = new CatalogueImport(catalogue(), { ...options, signal: stop.signal, onProgress });
    const told: number[] = [];
    const iterate = async () => {
      for await (const { place } of importing) told.push(place.line);
    };
    await expect(iterate()).rejects.toBe(reason);
    expect(importing.state).toBe(options.state);
    const { outcomes } = await importAndCollect(catalogue(), options);
    const lines = new Set([...told, ...outcomes.map(({ place }) => place.line)]);
    expect([...lines].toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await expectDone(emulator, options);
  });

  it('starts no second task when it was aborted before the answer of IncreaseInstance', async () => {
    await using emulator = await emulatorOf();
    const options = optionsFor(emulator);
    const stop = new AbortController();
    emulator.addFault({
      kind: 'slow',
      workDone: true,
      delayMs: 10_000,
      operation: 'IncreaseInstance',
      times: 1,
    });
    const importing = importCatalogue(catalogue(), { ...options, signal: stop.signal });
    importing.catch(() => {});
    await vi.waitFor(async () => {
      const { Increments } = await listData(emulator, { PageSize: '100' });
      expect(Increments.Instance).toHaveLength(1);
    }, WAIT);
    stop.abort(new Error('enough'));
    await expect(importing).rejects.toThrow('enough');
    await importCatalogue(catalogue(), options);
    await expectDone(emulator, options);
  });

  it('refuses another target, other options and another catalogue, and says what differs', async () => {
    await using emulator = await emulatorOf();
    const options = optionsFor(emulator);
    await importCatalogue(catalogue(), options);
    const again = (changed: object, rows = catalogue()) => importCatalogue(rows, { ...options, ...changed });
    await expect(again({ to: into(emulator, 'autumn').to })).rejects.toThrow(/'to' was .*spring.*autumn/);
    await expect(again({ linesPerTask: 4 })).rejects.toThrow(
      /'linesPerTask' was 3: current value is 4; .*anew/,
    );
    await expect(again({}, catalogue().slice(1))).rejects.toThrow(
      /the catalogue had 9 entries: it has 8 now/,
    );
    const changed = catalogue().with(0, { productId: 'P0', image, picName: 'other.png' });
    await expect(again({}, changed)).rejects.toThrow(/the catalogue had 9 entries, some of them changed/);
    expect(await outcomesIn(options.state)).toEqual(TOLD);
  });

  it('says who has the state open, and refuses a folder of other things', async () => {
    await using emulator = await emulatorOf();
    const options = optionsFor(emulator);
    const importing = new CatalogueImport(catalogue(), options);
    for await (const _ of importing) {
      await expect(importCatalogue(catalogue(), options)).rejects.toThrow(`held by process ${process.pid}`);
      break;
    }
    await writeFile(join(folder, 'other.txt'), '');
    const refused = importCatalogue(catalogue(), { ...options, state: folder });
    await expect(refused).rejects.toThrow(/'state' must be a folder of an import.*has/);
    await expect(importCatalogue(folder, { ...options })).rejects.toThrow(
      /'state' must be outside the catalogue/,
    );
  });

  it('continues with a journal that was cut anywhere in its last three records', async () => {
    await using emulator = await emulatorOf();
    const options = optionsFor(emulator);
    const whole = join(folder, 'whole');
    const shards = join(options.state, 'shards');
    const isWhole = (path: string) => !path.endsWith('.part'); // the next shard is being prepared meanwhile
    const keepShards = async () => cp(shards, join(whole, 'shards'), { recursive: true, filter: isWhole });
    await importCatalogue(catalogue(), { ...options, onOutcome: keepShards });
    await cp(options.state, whole, { recursive: true }); // as between the last record and the removal of the shards
    const journal = await readFile(join(whole, 'journal.jsonl'));
    const ends = [...journal.entries()].flatMap(([n, byte]) => (byte === LINE_FEED ? n + 1 : []));
    const from = ends.at(-4) ?? 0;
    for (let length = from; length < journal.length; length += IS_LONG ? 1 : 37) {
      await rm(options.state, { recursive: true });
      await cp(whole, options.state, { recursive: true });
      await truncate(join(options.state, 'journal.jsonl'), length);
      const summary = await importCatalogue(catalogue(), options);
      expect(summary).toMatchObject({
        supplied: 9,
        refused: 1,
        skipped: 1,
        succeeded: 6,
        failed: 1,
        tasks: 3,
      });
      await expectDone(emulator, options);
    }
  }, 300_000);
});

describe('importCatalogue() without a state', () => {
  it('keeps its temporary folder and names it when it fails after an upload, and continues from it', async () => {
    await using emulator = await emulatorOf();
    vi.stubEnv('TMPDIR', folder);
    const rule = emulator.addFault({
      kind: 'unavailable',
      operation: 'IncreaseList',
      from: 2,
      times: 'always',
    });
    const options = optionsFor(emulator);
    const failing = importCatalogue(catalogue(), { ...options, state: undefined });
    const error = (await failing.catch((thrown: unknown) => thrown)) as Error & { state: string };
    expect(error).toMatchObject({ name: 'ImageSearchError', state: expect.stringContaining(folder) });
    rule.remove();
    await importCatalogue(catalogue(), { ...options, state: error.state });
    await expectDone(emulator, { ...options, state: error.state });
  });
});
