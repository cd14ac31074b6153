import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../src/index.ts';
import { failureOf } from '../support/failure.ts';
import { importAndCollect, into, makeSamples, quickEmulator, storeOf } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

/** Entries of good images, each under a name of its own. */
const rowsOf = (count: number) => {
  const [good] = samples.rows.filter(({ expected }) => expected === 'accepted');
  const image = good?.image ?? '';
  const extension = image.slice(image.lastIndexOf('.'));
  return Array.from({ length: count }, (_, n) => ({
    ...{ productId: `P${n}`, image, picName: `${n}${extension}`, customContent: `k:${n}` },
  }));
};

describe.concurrent('importCatalogue()', () => {
  it('lists the bucket once, and asks for no image alone, with skipUnchanged', async () => {
    await using emulator = await quickEmulator({
      faults: [
        { kind: 'unavailable', service: 'oss', operation: 'ListObjectsV2', from: 2, times: 'always' },
        { kind: 'unavailable', service: 'oss', operation: 'HeadObject', from: 10, times: 'always' }, // increment.meta has a few
      ],
    });
    const options = { ...into(emulator), images: samples.dir, skipUnchanged: true };
    const { summary } = await importAndCollect(rowsOf(30), options);
    expect(summary).toMatchObject({ supplied: 30, succeeded: 30 });
    const again = await failureOf(importAndCollect(rowsOf(30), options));
    expect(again.code).toBe('ServiceUnavailable');
  });

  it('lists nothing without skipUnchanged', async () => {
    await using emulator = await quickEmulator({
      faults: [{ kind: 'unavailable', service: 'oss', operation: 'ListObjectsV2', times: 'always' }],
    });
    const options = { ...into(emulator), images: samples.dir };
    const { summary } = await importAndCollect(rowsOf(3), options);
    expect(summary).toMatchObject({ supplied: 3, succeeded: 3 });
  });

  it('uploads nothing when the bucket cannot be listed', async () => {
    await using emulator = await quickEmulator({
      faults: [{ kind: 'unavailable', service: 'oss', operation: 'ListObjectsV2', times: 'always' }],
    });
    const rows = rowsOf(3);
    const options = { ...into(emulator), images: samples.dir, skipUnchanged: true };
    await failureOf(importAndCollect(rows, options));
    const store = storeOf(emulator);
    for (const { picName } of rows) expect(await store.head(`spring/${picName}`)).toBeUndefined();
    store.close();
  });

  it('tells how many entries it has read before it uploads', async () => {
    await using emulator = await quickEmulator();
    const told: ImportProgress[] = [];
    await importAndCollect(rowsOf(3), {
      ...{ ...into(emulator), images: samples.dir },
      onProgress: (progress) => void told.push(progress),
    });
    expect(told[0]).toMatchObject({ stage: 'reading', done: 3, of: undefined, taskId: undefined });
    expect(told.findLastIndex(({ stage }) => stage === 'reading')).toBeLessThan(
      told.findIndex(({ stage }) => stage === 'uploading'),
    );
  });
});
