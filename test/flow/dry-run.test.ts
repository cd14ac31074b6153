import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CatalogueEntry } from '../../src/index.ts';
import { collect } from '../shared/async/collect.ts';
import { listData } from '../support/rpc-call.ts';
import { importAndCollect, into, makeSamples, quickEmulator, storeOf } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: string;
let bytes: number;
beforeAll(async () => {
  samples = await makeSamples();
  image = samples.rows.find(({ expected }) => expected === 'accepted')?.image ?? '';
  bytes = (await stat(join(samples.dir, image))).size;
});
afterAll(() => samples[Symbol.asyncDispose]());

const extension = () => image.slice(image.lastIndexOf('.'));
const add = (n: number): CatalogueEntry => ({
  ...{ productId: `P${n}`, image, picName: `${n}${extension()}`, customContent: 'k:v' },
});
const catalogue = (): CatalogueEntry[] => [
  ...[1, 2, 3, 4, 5].map(add),
  { productId: 'NO', image: 'nowhere.jpg', customContent: 'k:v' },
  { operationType: 'DELETE', productId: 'P9', picName: '9.jpg' },
  { operationType: 'DELETE', productId: 'P8', picName: `8${extension()}` },
  add(8),
];

describe('importCatalogue() with dryRun', () => {
  it('says what an import would do and writes nothing', async () => {
    await using emulator = await quickEmulator();
    await importAndCollect([add(1), add(2)], { ...into(emulator), images: samples.dir });
    const before = emulator.gallery();
    const store = storeOf(emulator);
    const objects = () => collect(store.list(''));
    const objectsBefore = await objects();
    const options = { ...into(emulator), images: samples.dir, linesPerTask: 4, megabitsPerSecond: 0.001 };
    const { summary, outcomes } = await importAndCollect(catalogue(), { ...options, dryRun: true });
    expect(outcomes.map(({ place, status, stored }) => [place.line, status, stored])).toEqual([
      ...[1, 2].map((line) => [line, 'ready', 'present']),
      ...[3, 4, 5].map((line) => [line, 'ready', 'sent']),
      [6, 'refused', undefined],
      [7, 'ready', undefined],
      [9, 'ready', 'sent'],
      [8, 'skipped', undefined],
    ]);
    expect(summary).toMatchObject({
      supplied: 9,
      accepted: 8,
      refused: 1,
      skipped: 1,
      submitted: 0,
      tasks: 0,
    });
    expect(summary.dryRun).toEqual({
      ...{ ready: 7, send: { images: 4, bytes: 4 * bytes }, present: 2, tasks: 3 },
      issues: { IMAGE_MISSING: 1, META_DELETE_BEFORE_ADD: 1 },
      requests: {
        ...{ Detail: 1, GetObject: 1, ListObjectsV2: 1, PutObject: 7, HeadObject: 3 },
        ...{ IncreaseInstance: 3, IncreaseList: 6, CheckImageExists: 7 },
      },
      seconds: { upload: Math.ceil((4 * bytes * 8) / 1_000), verification: 2 },
    });
    expect(emulator.gallery()).toEqual(before);
    expect(await objects()).toEqual(objectsBefore);
    store.close();
    expect((await listData(emulator, { PageSize: '100' })).Increments.Instance).toHaveLength(1);
  });

  it('leaves a state and the folder of temporary files as they are', async () => {
    await using emulator = await quickEmulator();
    const folder = await mkdtemp(join(tmpdir(), 'dry-run-'));
    vi.stubEnv('TMPDIR', folder);
    const state = join(folder, 'state');
    await importAndCollect(catalogue(), { ...into(emulator), images: samples.dir, dryRun: true, state });
    expect(await readdir(folder)).toEqual([]);
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });
});

describe('importCatalogue() with skipUnchanged', () => {
  it('sends no image whose object is the same, and those that are another or missing', async () => {
    await using emulator = await quickEmulator();
    const options = { ...into(emulator), images: samples.dir, skipUnchanged: true };
    const first = await importAndCollect([1, 2, 3].map(add), options);
    expect(first.outcomes.map(({ stored }) => stored)).toEqual(['sent', 'sent', 'sent']);
    const store = storeOf(emulator);
    await store.put(`spring/2${extension()}`, new Uint8Array(bytes)); // of the same size
    const second = await importAndCollect([1, 2, 3, 4].map(add), options);
    expect(second.outcomes.map(({ status, stored }) => [status, stored])).toEqual([
      ...[
        ['imported', 'present'],
        ['imported', 'sent'],
        ['imported', 'present'],
        ['imported', 'sent'],
      ],
    ]);
    store.close();
  });
});
