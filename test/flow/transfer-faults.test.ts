import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator, FaultRule } from '../../src/emulator/index.ts';
import { ImageTransfer, OssStore, type TransferOutcome, type TransferSummary } from '../../src/index.ts';
import { isImageSearchError } from '../../src/shared/image-search-error.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FAULT_TABLE, READ_TIMEOUT_MS, randomFaults, type StruckOperation } from '../support/fault-table.ts';
import { all } from '../support/items.ts';
import { quickEmulator, storeOf } from './import-test-bed.ts';

const isLong = process.env['MODE'] === 'long';
const RUNS = isLong ? 300 : 12;
const FAULTS = isLong ? FAULT_TABLE : FAULT_TABLE.slice(0, 1);
/** An upload that takes longer hangs. */
const HANGS_MS = 60_000;
const IMAGES = 8;
const BROKEN = 3;

/** Every operation that an upload from one bucket to another calls. */
const OPERATIONS: readonly StruckOperation[] = [
  { service: 'oss', operation: 'PutObject' },
  { service: 'oss', operation: 'ListObjectsV2' },
  { service: 'oss', operation: 'GetObject' },
];

let emulator: Emulator;
let picture: Uint8Array;
beforeAll(async () => {
  picture = await makeImage({ format: 'png', width: 250, height: 200 }); // more than is read first of a PNG
  emulator = await quickEmulator();
});
afterAll(() => emulator.close());

const bytesOf = (n: number) =>
  n === BROKEN ? picture.subarray(0, 60) : Buffer.concat([picture, Buffer.from(`${n}`)]);
/** What must become of each image. */
const RIGHTLY = Array.from({ length: IMAGES }, (_, n) => `in/${n}.png ${n === BROKEN ? 'refused' : 'sent'}`);
const nameOf = ({ source, status }: TransferOutcome) => `${source} ${status}`;

interface Uploaded {
  readonly told: readonly TransferOutcome[];
  /** The summary, or the error. */
  readonly ending: TransferSummary | unknown;
}

async function uploadOnce(state: string, timeoutMs?: number): Promise<Uploaded> {
  const { bucketName: bucket, regionId: region, ossEndpoint: endpoint, ...credentials } = emulator;
  const clock = new FakeClock({ auto: true });
  const open = () => new OssStore({ bucket, region, endpoint, credentials, clock, timeoutMs });
  const [source, target] = [open(), open()];
  const told: TransferOutcome[] = [];
  const options = { state, sourcePrefix: 'in/', prefix: 'out', skipUnchanged: true, concurrency: 3, clock };
  const transfer = new ImageTransfer(source, target, {
    ...options,
    signal: AbortSignal.timeout(HANGS_MS),
    onOutcome: (outcome) => void told.push(outcome),
  });
  try {
    await all(transfer);
    return { told, ending: transfer.summary };
  } catch (error) {
    return { told, ending: error };
  } finally {
    source.close();
    target.close();
  }
}

/** Uploads under faults: what is told is so, and everything is right once the upload is continued if need be. */
async function expectRight(rules: readonly FaultRule[]): Promise<void> {
  emulator.reset();
  await using store = Object.assign(storeOf(emulator), {
    [Symbol.asyncDispose]: async () => store.close(),
  });
  for (let n = 0; n < IMAGES; n++) await store.put(`in/${n}.png`, bytesOf(n));
  const state = await mkdtemp(join(tmpdir(), 'transfer-under-faults-'));
  const handles = rules.map((rule) => emulator.addFault(rule));
  const first = await uploadOnce(state, READ_TIMEOUT_MS);
  for (const handle of handles) handle.remove();
  expect(RIGHTLY).toEqual(expect.arrayContaining(first.told.map(nameOf)));
  if (first.ending instanceof Error) {
    if (!isImageSearchError(first.ending)) throw first.ending;
    const second = await uploadOnce(state);
    if (second.ending instanceof Error) throw second.ending;
    expect(RIGHTLY).toEqual(expect.arrayContaining(second.told.map(nameOf)));
  }
  const filed = (await readFile(join(state, 'outcomes.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(filed.map((line) => nameOf(JSON.parse(line) as TransferOutcome))).toEqual(RIGHTLY);
  for (let n = 0; n < IMAGES; n++) {
    const length = picture.length + 9;
    if (n === BROKEN) expect(await store.head(`out/${n}.png`)).toBeUndefined();
    else
      expect(
        Buffer.compare((await store.read(`out/${n}.png`, { offset: 0, length })).bytes, bytesOf(n)),
      ).toBe(0);
  }
  await rm(state, { recursive: true });
}

it.each(OPERATIONS.flatMap((operation) => FAULTS.map((fault) => ({ ...operation, ...fault }))))(
  'ImageTransfer loses nothing when $operation meets $kind (workDone $workDone)',
  (fault) => expectRight([{ ...fault, from: 2, times: 2 }]),
);

it.each(Array.from({ length: RUNS }, (_, n) => n + 1))(
  'ImageTransfer loses nothing under random faults of seed %i',
  (seed) => expectRight(randomFaults(seed, OPERATIONS)),
  2 * HANGS_MS,
);
