import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { openObjectSource } from '../../src/index.ts';
import { isImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import { quickEmulator } from '../flow/import-test-bed.ts';
import { type FilledSource, fillSource } from '../flow/transfer-sources.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FAULT_TABLE, READ_TIMEOUT_MS, randomFaults } from '../support/fault-table.ts';
import {
  FALSE_ANSWERS,
  type FaultyWay,
  faultyWay,
  REFUSED_SIGNATURES,
  WAY_FAULTS,
} from '../support/faulty-way.ts';
import { seededRandom } from '../support/seeded-random.ts';

const isLong = process.env['MODE'] === 'long';
/** Of each kind of source: 501 in all. */
const RUNS = isLong ? 167 : 5;
const ON_THE_WAY = [...WAY_FAULTS, ...FALSE_ANSWERS, ...REFUSED_SIGNATURES];
const HEAD = { service: 'oss', operation: 'HeadObject' } as const;

const SIZES = new Map([
  ['in/1.png', 10],
  ['in/2.png', 20],
  ['in/3.png', undefined], // it is not there
]);

let emulator: Emulator;
beforeAll(async () => {
  emulator = await quickEmulator();
});
afterAll(() => emulator.close());

describe.each(['bucket', 's3', 'azure'] as const)('head() of the source %s', (kind) => {
  let work: string;
  let way: FaultyWay | undefined;
  let from: FilledSource;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'head-under-faults-'));
    const images = [...SIZES].flatMap(([key, size]) =>
      size === undefined ? [] : [[key, Buffer.alloc(size)] as const],
    );
    const before = async (origin: string) => {
      way = await faultyWay(origin);
      return way.origin;
    };
    from = await fillSource(kind, new Map(images), { emulator, work, before });
  });
  afterAll(async () => {
    await way?.[Symbol.asyncDispose]();
    await from[Symbol.asyncDispose]();
    await rm(work, { recursive: true });
  });

  /** Asks for each object: what is told is so, every error has a code, and without faults everything is told. Returns how many errors there were. */
  async function expectRight(strike: () => readonly { remove(): void }[]): Promise<number> {
    let errors = 0;
    const clock = new FakeClock({ auto: true });
    const { oss, s3, azure } = from.options;
    const opened = (timeoutMs?: number) =>
      openObjectSource(from.address, {
        oss: oss && { ...oss, clock, timeoutMs },
        s3: s3 && { ...s3, clock, timeoutMs },
        azure: azure && { ...azure, clock, timeoutMs },
      });
    const faults = strike();
    const struck = opened(READ_TIMEOUT_MS);
    for (const [key, size] of SIZES) {
      const told = await struck.source.head?.(key).catch((error: unknown) => error);
      if (!isImageSearchError(told))
        expect(told).toEqual(size && expect.objectContaining({ key, bytes: size }));
      else {
        expect(told.code).toMatch(/^\w+$/);
        errors += 1;
      }
    }
    struck.close();
    for (const fault of faults) fault.remove();
    const free = opened();
    for (const [key, bytes] of SIZES) expect((await free.source.head?.(key))?.bytes).toBe(bytes);
    free.close();
    return errors;
  }

  const onTheWay = (at: number, first: number, times: number) => {
    const fault = ON_THE_WAY[at];
    if (fault !== undefined) way?.strike(fault, first, times);
    return { remove: () => way?.clear() };
  };

  const faults = kind === 'bucket' ? FAULT_TABLE : ON_THE_WAY;
  it.each(faults.map((fault, at) => ({ at, fault })))(
    'tells what is so, or throws an error with a code, when it meets $fault.kind',
    async ({ at }) => {
      const errors = await expectRight(() =>
        kind === 'bucket'
          ? [emulator.addFault({ kind: 'reset', ...FAULT_TABLE[at], ...HEAD, times: 6 })]
          : [onTheWay(at, 1, 6)],
      );
      expect(errors).toBeGreaterThan(0); // it is struck more often than it asks again
    },
  );

  it.each(Array.from({ length: RUNS }, (_, n) => n + 1))(
    'tells what is so, or throws an error with a code, under random faults of seed %i',
    async (seed) => {
      await expectRight(() => {
        const random = seededRandom(seed);
        const upTo = (most: number) => Math.floor(random() * most);
        return kind === 'bucket'
          ? randomFaults(seed, [HEAD]).map((rule) => emulator.addFault(rule))
          : [onTheWay(upTo(ON_THE_WAY.length), 1 + upTo(4), 1 + upTo(5))];
      });
    },
  );
});
