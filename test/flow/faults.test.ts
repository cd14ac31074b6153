import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator, FaultRule } from '../../src/emulator/index.ts';
import { type EntryOutcome, type ImportSummary, importCatalogue } from '../../src/index.ts';
import { isImageSearchError } from '../../src/shared/image-search-error.ts';
import { FAULT_TABLE, READ_TIMEOUT_MS, randomFaults, type StruckOperation } from '../support/fault-table.ts';
import { listData, rpcCall } from '../support/rpc-call.ts';
import { into, makeSamples, quickEmulator } from './import-test-bed.ts';

/** In the long mode, all that the promise names. */
const RUNS = process.env['MODE'] === 'long' ? 200 : 30;

/** Every operation that an import calls. */
const OPERATIONS: readonly StruckOperation[] = [
  { service: 'imageSearch', operation: 'Detail' },
  { service: 'imageSearch', operation: 'IncreaseInstance' },
  { service: 'imageSearch', operation: 'IncreaseList' },
  { service: 'imageSearch', operation: 'CheckImageExists' },
  { service: 'oss', operation: 'PutObject' },
  { service: 'oss', operation: 'HeadObject' },
  { service: 'oss', operation: 'GetObject' }, // the probe of the bucket, and the file of failures
];

/** The gallery holds it beforehand, and the catalogue deletes it. */
const OLD = { productId: 'OLD', picName: 'old.png' };
const FAILS = 'P7';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let emulator: Emulator;
let catalogue: readonly object[];
let oldPicture: string;
beforeAll(async () => {
  samples = await makeSamples();
  emulator = await quickEmulator({
    failImage: ({ productId }) => (productId === FAILS ? 'InternalOssError' : undefined),
  });
  oldPicture = Buffer.from(await makeImage({ format: 'png', width: 120, height: 100 })).toString('base64');
  const good = samples.rows.filter(({ expected }) => expected === 'accepted').slice(0, 9);
  catalogue = [
    ...good.map(({ image }, n) => ({ productId: `P${n}`, image, customContent: `content ${n}` })),
    { ...OLD, operationType: 'DELETE' },
    { productId: 'NO', image: 'nowhere.jpg' },
    { productId: '', image: 'x.jpg' },
  ];
});
afterAll(async () => {
  await emulator.close();
  await samples[Symbol.asyncDispose]();
});

interface ImportUnderFaults {
  readonly outcomes: readonly EntryOutcome[];
  /** The summary, or the error. */
  readonly ending: ImportSummary | unknown;
  readonly tasks: number;
  readonly inGallery: ReadonlySet<string>;
}

async function importUnder(rules: readonly FaultRule[]): Promise<ImportUnderFaults> {
  emulator.reset();
  const { instanceName: InstanceName } = emulator;
  const form = { InstanceName, ProductId: OLD.productId, PicName: OLD.picName, PicContent: oldPicture };
  expect((await rpcCall(emulator, { action: 'AddImage', form })).status).toBe(200);
  const handles = rules.map((rule) => emulator.addFault(rule));
  const outcomes: EntryOutcome[] = [];
  const ending = await importCatalogue(catalogue, {
    ...into(emulator),
    images: samples.dir,
    readTimeoutMs: READ_TIMEOUT_MS,
    ossTimeoutMs: READ_TIMEOUT_MS,
    onOutcome: (outcome) => void outcomes.push(outcome),
  }).catch((error: unknown) => error);
  for (const handle of handles) handle.remove();
  const { Increments } = await listData(emulator, { PageSize: '100' });
  const inGallery = new Set(emulator.gallery().map(({ ProductId }) => ProductId));
  return { outcomes, ending, tasks: Increments.Instance.length, inGallery };
}

/** Holds what an import has told, and how it ended, against what is so. */
function expectToldRightly({ outcomes, ending, tasks, inGallery }: ImportUnderFaults): void {
  expect(tasks).toBeLessThanOrEqual(1);
  expect(new Set(outcomes.map(({ place }) => place.line)).size).toBe(outcomes.length);
  for (const { status, productId, verified, issues } of outcomes) {
    const isThere = inGallery.has(productId ?? '');
    const truth = {
      imported: isThere,
      deleted: !isThere,
      refused: !isThere,
      failed: !isThere,
      skipped: true,
    };
    expect(truth[status], `${productId} was told as ${status}: ${JSON.stringify(issues)}`).toBe(true);
    if (verified) expect(['imported', 'deleted']).toContain(status);
  }
  if (!(ending instanceof Error)) {
    expect(outcomes).toHaveLength(catalogue.length);
    const statusOf = new Map(outcomes.map(({ productId, status }) => [productId, status]));
    expect(statusOf.get(FAILS)).toBe('failed');
    expect(statusOf.get(OLD.productId)).toBe('deleted');
    expect(statusOf.get('NO')).toBe('refused');
    return;
  }
  expect(isImageSearchError(ending), String(ending)).toBe(true);
  const { code, taskRef } = ending as Error & { code: string; taskRef?: { id: string } };
  expect(code).toMatch(/\S/);
  // A task that was started is named, unless nothing can tell that it was.
  if (tasks === 1 && code !== 'SUBMIT_UNCERTAIN') expect(taskRef, String(ending)).toBeDefined();
  if (tasks === 0) expect(taskRef).toBeUndefined();
}

describe('importCatalogue()', () => {
  const table = OPERATIONS.flatMap((operation) =>
    FAULT_TABLE.map((kind) => ({ ...operation, ...kind, from: 1, times: 2 })),
  );
  it.each(table)(
    'tells every entry rightly when $operation meets $kind (work done: $workDone)',
    async (rule) => {
      expectToldRightly(await importUnder([rule]));
    },
  );

  it(
    `tells every entry rightly in ${RUNS} runs with faults at random places`,
    async () => {
      for (let seed = 1; seed <= RUNS; seed++) {
        const rules = randomFaults(seed, OPERATIONS);
        try {
          expectToldRightly(await importUnder(rules));
        } catch (error) {
          throw new Error(`Seed ${seed}: ${JSON.stringify(rules)}`, { cause: error });
        }
      }
    },
    30_000 + RUNS * 5_000,
  );
});
