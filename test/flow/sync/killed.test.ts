import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { SyncSummary } from '../../../src/index.ts';
import { listData } from '../../support/rpc-call.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { into, quickEmulator } from '../import-test-bed.ts';
import { runUntilKilled } from '../killed-process.ts';
import { seededPair } from './seeded-pairs.ts';
import { bedOfFile, fill, galleryOf, wantedBy } from './sync-bed.ts';

const IS_LONG = process.env['MODE'] === 'long';
const [PRODUCTS, SYNC_KILLS] = IS_LONG ? [600, 50] : [80, 5];
const [ADDS, CALLERS, INGESTER_KILLS] = IS_LONG ? [10_000, 50, 10] : [120, 20, 3];
/** How much faster than the machine's the clock of the process runs. */
const TIMES_FASTER = 50;

const bed = bedOfFile();

const programOf = (name: string) => fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));

it(`CatalogueSync makes the gallery equal to the catalogue when its process is killed ${SYNC_KILLS} times`, async () => {
  const random = seededRandom(7);
  const { before, wanted, equal } = seededPair(PRODUCTS, random);
  const touched = new Set<string>();
  let isFilled = false;
  await using emulator = await quickEmulator({
    failImage: ({ productId }) => {
      if (isFilled) touched.add(productId);
      return undefined;
    },
    ...{ taskDurationMs: 40, rates: 'off' },
  });
  await fill(emulator, bed, before);
  isFilled = true;
  const catalogue = join(bed.folder, 'killed.jsonl');
  await writeFile(catalogue, wanted.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const { clock: _, ...target } = into(emulator);
  const options = {
    ...{ ...target, images: bed.images, state: bed.stateOf('killed'), linesPerTask: PRODUCTS / 20 },
    ...{ deleteSuperfluous: true, maxDeletedShare: 1, concurrency: 2, requestsPerSecond: undefined },
  };
  const argument = JSON.stringify({ catalogue, options, timesFaster: TIMES_FASTER });
  const differences = wanted.length + before.length; // more than there are
  const told = new Set<string>();
  let summary: SyncSummary | undefined;
  let killed = 0;
  type Said = {
    readonly step?: string;
    readonly productId?: string;
    readonly status?: string;
    readonly summary?: SyncSummary;
  };
  const hear = ({ productId, status, summary: all }: Said) => {
    if (productId !== undefined) told.add(`${productId} ${status}`);
    summary ??= all;
  };
  for (let n = 1; n <= SYNC_KILLS; n++) {
    const enough = (n * differences) / 3 / SYNC_KILLS;
    const isAtStart = n % 4 === 1;
    const code = await runUntilKilled([programOf('killed-sync'), argument], hear, {
      isTime: ({ step }: Said) => (isAtStart ? step === 'started' : told.size >= enough),
      ...{ afterMs: random() * (isAtStart ? 200 : 30), signal: 'SIGKILL' },
    });
    if (code === null) killed += 1;
    expect([null, 0]).toContain(code);
  }
  expect(await runUntilKilled([programOf('killed-sync'), argument], hear)).toBe(0);
  expect(killed).toBeGreaterThan(SYNC_KILLS / 4);
  expect(galleryOf(emulator)).toEqual(wantedBy(wanted));
  expect([...touched].filter((productId) => equal.has(productId))).toEqual([]);
  expect(summary?.plan.comparison).toMatchObject({ same: equal.size, held: before.length });
  expect(summary?.import?.failed).toBe(0);
}, 1_200_000);

it(`an Ingester brings in ${ADDS} entries of ${CALLERS} callers when its process is killed ${INGESTER_KILLS} times`, async () => {
  const random = seededRandom(11);
  await using emulator = await quickEmulator({ taskDurationMs: 20, rates: 'off', capacity: 2 * ADDS });
  const { clock: _, ...target } = into(emulator);
  const options = {
    ...{ ...target, images: bed.images, verify: 'no', route: 'batch', state: bed.stateOf('killed-ingest') },
    flushAfter: { entries: CALLERS, seconds: 5 },
  };
  const todo = join(bed.folder, 'todo.json');
  const argument = JSON.stringify({ todo, callers: CALLERS, options, timesFaster: TIMES_FASTER });
  type Said = {
    readonly told?: number;
    readonly asked?: number;
    readonly late?: number;
    readonly status?: string;
  };
  const done = new Set<number>();
  let ofThisProcess = new Set<number>();
  const hear = ({ told, asked, late, status }: Said) => {
    expect(status).toBe('imported');
    expect(asked).toBe(told);
    if (told !== undefined) expect(ofThisProcess.has(told)).toBe(false); // each promise settles once
    if (told !== undefined) ofThisProcess.add(told);
    done.add(told ?? late ?? -1);
  };
  for (let n = 1; n <= INGESTER_KILLS + 1; n++) {
    ofThisProcess = new Set();
    const left = Array.from({ length: ADDS }, (_, number) => number).filter((number) => !done.has(number));
    await writeFile(todo, JSON.stringify(left));
    const enough = (n * ADDS) / (INGESTER_KILLS + 1);
    const kill = {
      ...{ isTime: () => done.size >= enough, afterMs: random() * 30, signal: 'SIGKILL' as const },
    };
    const code = await runUntilKilled(
      [programOf('killed-ingester'), argument],
      hear,
      n > INGESTER_KILLS ? undefined : kill,
    );
    expect(code).toBe(n > INGESTER_KILLS ? 0 : null);
  }
  expect(done.size).toBe(ADDS);
  const inGallery = emulator.gallery().map(({ PicName }) => String(PicName));
  expect(new Set(inGallery).size).toBe(ADDS);
  expect(inGallery).toHaveLength(ADDS);
  const { TotalCount } = (await listData(emulator, { PageSize: '1' })) as { readonly TotalCount?: number };
  expect(TotalCount).toBeLessThanOrEqual(Math.ceil(ADDS / CALLERS) * 2 + 2 * INGESTER_KILLS);
}, 1_200_000);
