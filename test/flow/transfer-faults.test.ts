import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import {
  ImageTransfer,
  type OssStore,
  openObjectSource,
  type TransferOutcome,
  type TransferSummary,
} from '../../src/index.ts';
import { isImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FAULT_TABLE, READ_TIMEOUT_MS, randomFaults, type StruckOperation } from '../support/fault-table.ts';
import {
  FALSE_ANSWERS,
  type FaultyWay,
  faultyWay,
  REFUSED_SIGNATURES,
  WAY_FAULTS,
  type WayFault,
} from '../support/faulty-way.ts';
import { all } from '../support/items.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { quickEmulator, storeOf } from './import-test-bed.ts';
import { type FilledSource, fillSource, SOURCE_KINDS, type SourceKind } from './transfer-sources.ts';

const isLong = process.env['MODE'] === 'long';
/** Of each kind of source. */
const RUNS = isLong ? 110 : 3;
/** An upload that takes longer hangs. */
const HANGS_MS = 60_000;
const IMAGES = 8;
const [LARGE, BROKEN] = [0, 3];

/** What an upload calls at OSS, by its source. */
const OPERATIONS: Readonly<Record<SourceKind, readonly StruckOperation[]>> = {
  folder: ['PutObject', 'ListObjectsV2', 'GetObject'].map(ofOss),
  bucket: ['CopyObject', 'ListObjectsV2', 'GetObject'].map(ofOss),
  s3: ['PutObject'].map(ofOss),
  urls: ['PutObject'].map(ofOss),
  azure: ['PutObject'].map(ofOss),
};
function ofOss(operation: string): StruckOperation {
  return { service: 'oss', operation };
}

const OF_A_CLOUD = [...WAY_FAULTS, ...FALSE_ANSWERS, ...REFUSED_SIGNATURES];

/** What happens on the way to another cloud. A server of URLs gives what it likes: no answer of it is known to be false. */
const ON_THE_WAY: Readonly<Record<SourceKind, readonly WayFault[]>> = {
  ...{ folder: [], bucket: [], urls: WAY_FAULTS },
  ...{ s3: OF_A_CLOUD, azure: OF_A_CLOUD },
};

let emulator: Emulator;
let store: OssStore;
let picture: Uint8Array;
let large: Uint8Array;
beforeAll(async () => {
  picture = await makeImage({ format: 'png', width: 120, height: 100 });
  large = await makeImage({ format: 'png', width: 400, height: 300 }); // more than is read first of a PNG
  emulator = await quickEmulator();
  store = storeOf(emulator);
});
afterAll(() => {
  store.close();
  return emulator.close();
});

function bytesOf(n: number): Uint8Array {
  if (n === BROKEN) return picture.subarray(0, 60);
  return Buffer.concat([n === LARGE ? large : picture, Buffer.from(`${n}`)]);
}
const imageAt = (n: number) => [`in/${n}.png`, bytesOf(n)] as const;
const keys = Array.from({ length: IMAGES }, (_, n) => `in/${n}.png`);
const rightStatus = (n: number) => (n === BROKEN ? 'refused' : 'sent');

interface Uploaded {
  readonly told: readonly TransferOutcome[];
  /** The summary, or the error. */
  readonly ending: TransferSummary | unknown;
}

async function uploadOnce(from: FilledSource, state: string, timeoutMs?: number): Promise<Uploaded> {
  const { bucketName, regionId: region, ossEndpoint: endpoint, ...credentials } = emulator;
  const clock = new FakeClock({ auto: true });
  const { oss, s3, azure, urls } = from.options;
  const { source, close } = openObjectSource(from.address, {
    oss: oss && { ...oss, clock, timeoutMs },
    s3: s3 && { ...s3, clock, timeoutMs },
    azure: azure && { ...azure, clock, timeoutMs },
    urls: urls && { ...urls, urls: { ...urls.urls, timeoutMs }, clock },
  });
  const target = openObjectSource(`oss://${bucketName}`, {
    oss: { region, endpoint, credentials, clock, timeoutMs },
  });
  const told: TransferOutcome[] = [];
  const options = { state, sourcePrefix: 'in/', prefix: 'out', skipUnchanged: true, concurrency: 3, clock };
  const transfer = new ImageTransfer(source, target.source as OssStore, {
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
    close();
    target.close();
  }
}

describe.each(SOURCE_KINDS)('an upload from the source %s', (kind) => {
  let work: string;
  let way: FaultyWay | undefined;
  let from: FilledSource;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'transfer-under-faults-'));
    const before = async (origin: string) => {
      way = await faultyWay(origin);
      return way.origin;
    };
    from = await fillSource(kind, new Map(keys.map((_, n) => imageAt(n))), { emulator, work, before });
  });
  afterAll(async () => {
    await way?.[Symbol.asyncDispose]();
    await from[Symbol.asyncDispose]();
    await rm(work, { recursive: true });
  });

  /** A host of URLs that fails on and on has its images told as failed: no other host is waited for because of it. */
  const isRight = ({ source, status }: TransferOutcome) =>
    status === rightStatus(keys.indexOf(source)) || (kind === 'urls' && status === 'failed');

  /** Uploads under faults: what is told is so, and everything is right once the upload is continued if need be. */
  async function expectRight(strike: () => readonly { remove(): void }[]): Promise<void> {
    const state = await mkdtemp(join(work, 'state-'));
    const faults = strike();
    const first = await uploadOnce(from, state, READ_TIMEOUT_MS);
    for (const fault of faults) fault.remove();
    expect(first.told.filter((outcome) => !isRight(outcome))).toEqual([]);
    if (first.ending instanceof Error) {
      if (!isImageSearchError(first.ending)) throw first.ending;
      const second = await uploadOnce(from, state);
      if (second.ending instanceof Error) throw second.ending;
      expect(second.told.filter((outcome) => !isRight(outcome))).toEqual([]);
    }
    const lines = (await readFile(join(state, 'outcomes.jsonl'), 'utf8')).trimEnd().split('\n');
    const filed = lines.map((line) => JSON.parse(line) as TransferOutcome);
    expect(filed.map(({ source }) => source)).toEqual(keys);
    for (const { source, key, status } of filed) {
      expect(status).toSatisfy(() => isRight({ source, status } as TransferOutcome));
      if (status === 'sent') {
        const sent = await store.read(key, { offset: 0, length: large.length + 9 });
        expect(Buffer.compare(sent.bytes, bytesOf(keys.indexOf(source)))).toBe(0);
      } else expect(await store.head(key)).toBeUndefined();
      await store.delete(key);
    }
    await rm(state, { recursive: true });
  }

  const onTheWay = (fault: WayFault, first: number, times: number) => {
    way?.strike(fault, first, times);
    return { remove: () => way?.clear() };
  };

  it.each(
    OPERATIONS[kind].flatMap((operation) =>
      (isLong ? FAULT_TABLE : FAULT_TABLE.slice(0, 1)).map((fault) => ({ ...operation, ...fault })),
    ),
  )('loses nothing when $operation meets $kind (workDone $workDone)', (fault) =>
    expectRight(() => [emulator.addFault({ ...fault, from: 2, times: 2 })]),
  );

  const struck = (isLong ? ON_THE_WAY[kind] : ON_THE_WAY[kind].slice(0, 1)).flatMap((fault) => [
    { ...fault, at: 1, what: 'its listing' },
    { ...fault, at: 3, what: 'a read' },
  ]);
  if (struck.length > 0)
    it.each(struck)('loses nothing when $what meets $kind', ({ at, what: _, ...fault }) =>
      expectRight(() => [onTheWay(fault, at, 2)]),
    );

  it.each(Array.from({ length: RUNS }, (_, n) => n + 1))(
    'loses nothing under random faults of seed %i',
    (seed) =>
      expectRight(() => {
        const random = seededRandom(seed);
        const upTo = (most: number) => 1 + Math.floor(random() * most);
        const wayFault = ON_THE_WAY[kind][upTo(ON_THE_WAY[kind].length) - 1];
        return [
          ...randomFaults(seed, OPERATIONS[kind]).map((rule) => emulator.addFault(rule)),
          ...(wayFault === undefined ? [] : [onTheWay(wayFault, upTo(10), upTo(5))]),
        ];
      }),
    2 * HANGS_MS,
  );
});
