import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator, FaultRule } from '../../src/emulator/index.ts';
import {
  type CatalogueEntry,
  type EntryOutcome,
  type ImportSummary,
  importCatalogue,
} from '../../src/index.ts';
import { isImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import { FAULT_TABLE, READ_TIMEOUT_MS, randomFaults, type StruckOperation } from '../support/fault-table.ts';
import { listData, rpcCall } from '../support/rpc-call.ts';
import { into, quickEmulator } from './import-test-bed.ts';
import { filedLine, outcomesIn } from './outcome-files.ts';

const RUNS = process.env['MODE'] === 'long' ? { batch: 1_000, direct: 500 } : { batch: 60, direct: 30 };
/** Much of a run is waiting for answers that do not come: so many runs wait at the same time, each at its own emulator. */
const AT_ONCE = 4;
/** An import that takes longer hangs. */
const HANGS_MS = 60_000;

type Route = keyof typeof RUNS;

/** Every operation that an import calls, by its route. */
const OPERATIONS: Readonly<Record<Route, readonly StruckOperation[]>> = {
  batch: [
    { service: 'imageSearch', operation: 'Detail' },
    { service: 'imageSearch', operation: 'IncreaseInstance' },
    { service: 'imageSearch', operation: 'IncreaseList' },
    { service: 'imageSearch', operation: 'CheckImageExists' },
    { service: 'oss', operation: 'PutObject' },
    { service: 'oss', operation: 'HeadObject' },
    { service: 'oss', operation: 'GetObject' }, // the probe of the bucket, and the file of failures
    { service: 'oss', operation: 'ListObjectsV2' }, // what is in the bucket already
  ],
  direct: [
    { service: 'imageSearch', operation: 'Detail' },
    { service: 'imageSearch', operation: 'AddImage' },
    { service: 'imageSearch', operation: 'DeleteImage' },
    { service: 'imageSearch', operation: 'CheckImageExists' },
  ],
};

/** The gallery holds it beforehand, and the catalogue deletes it. */
const OLD = { productId: 'OLD', picName: 'old.png' };
const FAILS = 'P7';
const [ENTRIES, IN_SHARD] = [24, 12];

let images: string;
let catalogue: readonly CatalogueEntry[];
let picture: Uint8Array;
let struck: readonly [Struck, ...Struck[]];
beforeAll(async () => {
  images = await mkdtemp(join(tmpdir(), 'import-under-faults-'));
  picture = await makeImage({ format: 'png', width: 120, height: 100 });
  const added = Array.from({ length: ENTRIES - 3 }, (_, n) => ({
    ...{ productId: `P${n}`, image: `${n}.png`, customContent: `content ${n}` },
  }));
  for (const { image } of added) await writeFile(join(images, image), picture);
  catalogue = [
    { ...OLD, operationType: 'DELETE' },
    { productId: 'NO', image: 'nowhere.jpg' },
    { productId: '', image: 'x.jpg' },
    ...added,
  ];
  struck = [await startStruck(), ...(await Promise.all(Array.from({ length: AT_ONCE - 1 }, startStruck)))];
});
afterAll(async () => {
  for (const { emulator } of struck) await emulator.close();
  await rm(images, { recursive: true });
});

/** An emulator, and how often its tasks have carried out each product. */
interface Struck {
  readonly emulator: Emulator;
  readonly carriedOut: Map<string, number>;
}

async function startStruck(): Promise<Struck> {
  const carriedOut = new Map<string, number>();
  const failImage = ({ productId }: { readonly productId: string }) => {
    if (productId !== OLD.productId) carriedOut.set(productId, (carriedOut.get(productId) ?? 0) + 1);
    return productId === FAILS ? 'InternalOssError' : undefined;
  };
  return { emulator: await quickEmulator({ failImage }), carriedOut };
}

/** What must become of each entry. */
const RIGHTLY = [
  ...['deleted', 'refused', 'refused'],
  ...Array.from({ length: ENTRIES - 3 }, (_, n) => (`P${n}` === FAILS ? 'failed' : 'imported')),
] as EntryOutcome['status'][];

interface Imported {
  readonly told: readonly EntryOutcome[];
  /** The summary, or the error. */
  readonly ending: ImportSummary | unknown;
}

/** For answers that are slow or never come; without faults, a busy machine has the time that it needs. */
const IMPATIENT = { readTimeoutMs: READ_TIMEOUT_MS, ossTimeoutMs: READ_TIMEOUT_MS };

async function importInto({ emulator }: Struck, route: Route, state: string, limits = {}): Promise<Imported> {
  const told: EntryOutcome[] = [];
  const ending = await importCatalogue(catalogue, {
    ...into(emulator),
    ...{ images, state, route, linesPerTask: IN_SHARD, skipUnchanged: route === 'batch' },
    ...limits,
    signal: AbortSignal.timeout(HANGS_MS),
    onOutcome: (outcome) => void told.push(outcome),
  }).catch((error: unknown) => error);
  return { told, ending };
}

/** Imports under faults. Then everything that was told is so, and everything is right, once the import is continued if need be. */
async function expectRight(struck: Struck, route: Route, rules: readonly FaultRule[]): Promise<void> {
  const { emulator, carriedOut } = struck;
  emulator.reset();
  carriedOut.clear();
  const { instanceName: InstanceName } = emulator;
  const PicContent = Buffer.from(picture).toString('base64');
  const form = { InstanceName, ProductId: OLD.productId, PicName: OLD.picName, PicContent };
  expect((await rpcCall(emulator, { action: 'AddImage', form })).status).toBe(200);
  const state = await mkdtemp(join(tmpdir(), 'import-under-faults-'));
  const handles = rules.map((rule) => emulator.addFault(rule));
  const first = await importInto(struck, route, state, IMPATIENT);
  for (const handle of handles) handle.remove();
  await expectToldRightly(struck, first);
  if (first.ending instanceof Error) {
    const second = await importInto(struck, route, state);
    if (second.ending instanceof Error) throw second.ending;
    await expectToldRightly(struck, second);
    const before = new Map(first.told.map(({ place, status }) => [place.line, status]));
    for (const { place, status } of second.told) expect(before.get(place.line) ?? status).toBe(status);
  }
  const filed = await outcomesIn(state);
  const inFiles = filed.map(({ file, outcome: { place, status } }) => filedLine(place.line, status, file));
  expect(inFiles.toSorted()).toEqual(RIGHTLY.map((status, n) => filedLine(n + 1, status)).toSorted());
  const added = catalogue.filter((_, n) => RIGHTLY[n] === 'imported');
  expect(
    Object.fromEntries(emulator.gallery().map(({ ProductId, CustomContent }) => [ProductId, CustomContent])),
  ).toEqual(Object.fromEntries(added.map(({ productId, customContent }) => [productId, customContent])));
  // A call whose answer was lost is made again, which changes nothing.
  if (route === 'batch')
    for (const [productId, times] of carriedOut) if (productId !== FAILS) expect(times, productId).toBe(1);
  await rm(state, { recursive: true });
}

/** Holds what an import has told, and how it ended, against what is so. */
async function expectToldRightly({ emulator }: Struck, { told, ending }: Imported): Promise<void> {
  const inGallery = new Set(emulator.gallery().map(({ ProductId }) => ProductId));
  const { Increments } = await listData(emulator, { PageSize: '100' });
  const tasks = Increments.Instance.length;
  expect(new Set(told.map(({ place }) => place.line)).size).toBe(told.length);
  for (const { status, productId, verified, issues } of told) {
    const isThere = inGallery.has(productId ?? '');
    const truth = {
      imported: isThere,
      deleted: !isThere,
      refused: !isThere,
      failed: !isThere,
      skipped: true,
      ready: false,
    };
    expect(truth[status], `${productId} was told as ${status}: ${JSON.stringify(issues)}`).toBe(true);
    if (verified) expect(['imported', 'deleted']).toContain(status);
  }
  if (!(ending instanceof Error)) return;
  expect(isImageSearchError(ending), String(ending)).toBe(true);
  const { code, taskRef } = ending as Error & { code: string; taskRef?: { id: string } };
  expect(code).toMatch(/\S/);
  // A task that was started and not told of is named, unless nothing can tell that it was started.
  const settled = new Set(
    told.filter(({ status }) => status === 'imported').map(({ place }) => Math.ceil(place.line / IN_SHARD)),
  );
  if (tasks > settled.size && code !== 'SUBMIT_UNCERTAIN') expect(taskRef, String(ending)).toBeDefined();
  if (tasks === 0) expect(taskRef).toBeUndefined();
}

describe.each(['batch', 'direct'] as const)('importCatalogue() by the route %s', (route) => {
  const table = OPERATIONS[route].flatMap((operation) =>
    FAULT_TABLE.map((kind) => ({ ...operation, ...kind, from: 1, times: 2 })),
  );
  it.each(table)(
    'tells every entry rightly when $operation meets $kind (work done: $workDone)',
    async (rule) => {
      await expectRight(struck[0], route, [rule]);
    },
  );

  it(
    `tells every entry rightly in ${RUNS[route]} runs with faults at random places`,
    async () => {
      const seeds = Array.from({ length: RUNS[route] }, (_, n) => n + 1).values();
      const runInTurn = async (one: Struck) => {
        for (const seed of seeds) {
          const rules = randomFaults(seed, OPERATIONS[route]);
          await expectRight(one, route, rules).catch((cause: unknown) => {
            throw new Error(`Seed ${seed}: ${JSON.stringify(rules)}`, { cause });
          });
        }
      };
      await Promise.all(struck.map(runInTurn));
    },
    30_000 + RUNS[route] * 5_000,
  );
});
