import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { createIngester, type EntryOutcome, type IngesterOptions } from '../../../src/index.ts';
import { logCalls } from '../../support/call-log.ts';
import { into, quickEmulator } from '../import-test-bed.ts';
import { bedOfFile, entriesOf, entryOf, fill, galleryOf, imageOf, wantedBy } from './sync-bed.ts';

const bed = bedOfFile();

/** The waits of imports end at once, and those of an ingester for more entries never. */
function clockWithoutTime() {
  const { clock } = into({} as Emulator);
  const hour = 3_600_000;
  return {
    now: () => clock.now(),
    sleep: (ms: number, signal?: AbortSignal) =>
      ms < hour / 2 ? clock.sleep(ms, signal) : sleep(10 * hour, undefined, { signal }),
  };
}

let states = 0;
const open = (emulator: Emulator, options: Partial<IngesterOptions> = {}) =>
  createIngester({
    ...into(emulator),
    ...{ images: bed.images, verify: 'no', state: bed.stateOf(`ingest-${++states}`), route: 'batch' },
    ...options,
  } as IngesterOptions);

describe('an Ingester', () => {
  it('imports entries together, by count, and tells each caller what became of its own', async () => {
    await using emulator = await quickEmulator();
    using calls = logCalls(emulator.imageSearchEndpoint);
    const entries = entriesOf(0, 12);
    {
      await using ingester = await open(emulator, {
        flushAfter: { entries: 4, seconds: 3_600 },
        clock: clockWithoutTime(),
      });
      const outcomes = await Promise.all(entries.map((entry) => ingester.add(entry)));
      expect(outcomes.map(({ status, productId }) => [status, productId])).toEqual(
        entries.map(({ productId }) => ['imported', productId]),
      );
    }
    expect(galleryOf(emulator)).toEqual(wantedBy(entries));
    expect(calls.operations.filter((one) => one === 'IncreaseInstance')).toHaveLength(3);
  });

  it('imports after a time, at flush(), and at close()', async () => {
    await using emulator = await quickEmulator();
    const ingester = await open(emulator, { flushAfter: { entries: 100, seconds: 5 } });
    expect((await ingester.add(entryOf(0))).status).toBe('imported'); // the clock jumps over the wait
    const second = ingester.add(entryOf(1));
    await ingester.flush();
    expect((await second).status).toBe('imported');
    const third = ingester.add(entryOf(2));
    await ingester.close();
    expect((await third).status).toBe('imported');
    await expect(ingester.add(entryOf(3))).rejects.toThrow(/was closed/);
    expect(emulator.gallery()).toHaveLength(3);
  });

  it('keeps the order of entries that concern the same image or product', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, [entryOf(7), entryOf(8)]);
    const ingester = await open(emulator, { flushAfter: { entries: 100, seconds: 3_600 } });
    const all = [
      ...[ingester.add(entryOf(1, 1)), ingester.add(entryOf(1, 2)), ingester.add(entryOf(1, 3))],
      ...[ingester.delete({ productId: 'P7', picName: '7.png' }), ingester.add(entryOf(8, 2))],
      ...[ingester.delete({ productId: 'P8', allImages: true }), ingester.add(entryOf(8, 3))],
    ];
    const closing = ingester.close();
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    await closing;
    expect(statuses).toEqual([
      'imported',
      'imported',
      'imported',
      'deleted',
      'imported',
      'deleted',
      'imported',
    ]);
    expect(galleryOf(emulator)).toEqual(wantedBy([entryOf(1, 3), entryOf(8, 3)]));
  });

  it('takes the bytes of images, and refuses what is wrong with an entry alone', async () => {
    await using emulator = await quickEmulator();
    const bytes = await readFile(join(bed.images, imageOf(1)));
    await using ingester = await open(emulator);
    const entry = (picName: string, image: unknown) => ({ productId: 'B', picName, image }) as never;
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 100);
      throw new Error('torn');
    }
    const outcomes = [
      ...[ingester.add(entry('bytes.png', bytes)), ingester.add(entry('blob.png', new Blob([bytes])))],
      ...[ingester.add(entry('torn.png', broken())), ingester.add(entry('none.png', 'nowhere.png'))],
      ingester.add({ productId: '', image: imageOf(1), picName: 'x.png' }),
    ];
    await ingester.flush();
    expect((await Promise.all(outcomes)).map(({ status }) => status)).toEqual([
      ...['imported', 'imported', 'refused', 'refused', 'refused'],
    ]);
    expect(
      emulator
        .gallery()
        .map(({ PicName }) => PicName)
        .toSorted(),
    ).toEqual(['blob.png', 'bytes.png']);
  });

  it('rejects every promise when the service fails, keeps the entries, and goes on with the next ingester', async () => {
    await using emulator = await quickEmulator();
    const state = bed.stateOf('interrupted');
    const fault = emulator.addFault({ kind: 'expired', operation: 'Detail', times: 'always' });
    const first = await open(emulator, { state, patienceMs: 0, flushAfter: { entries: 2, seconds: 3_600 } });
    const results = await Promise.allSettled([0, 1].map((n) => first.add(entryOf(n))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(first.add(entryOf(2))).rejects.toThrow(/./);
    await expect(first.close()).rejects.toThrow(/./);
    fault.remove();
    const late: EntryOutcome[] = [];
    const second = await open(emulator, { state, onOutcome: (outcome) => void late.push(outcome) });
    expect((await second.add(entryOf(3))).status).toBe('imported');
    await second.close();
    expect(late.map(({ status, productId }) => `${status} ${productId}`)).toEqual([
      'imported P0',
      'imported P1',
    ]);
    expect(galleryOf(emulator)).toEqual(wantedBy([entryOf(0), entryOf(1), entryOf(3)]));
  });

  it('ends with the reason of its signal', async () => {
    await using emulator = await quickEmulator();
    const aborting = new AbortController();
    const { clock: _, ...real } = into(emulator);
    const ingester = await open(emulator, { ...real, clock: undefined, signal: aborting.signal } as never);
    const waiting = ingester.add(entryOf(0));
    const reason = new Error('enough');
    setImmediate(() => aborting.abort(reason));
    await expect(waiting).rejects.toBe(reason);
    await expect(ingester.close()).rejects.toBe(reason);
  });

  it.each([
    [{ flushAfter: { second: 1 } }, /did you mean 'seconds'/],
    [{ flushAfter: { entries: 0 } }, /'flushAfter.entries' must be/],
    [{ state: undefined }, /'state' must be/],
    [{ dryRun: true }, /'dryRun' must not be given/],
  ])('is not made with %o', async (options, message) => {
    await using emulator = await quickEmulator();
    await expect(open(emulator, options as never)).rejects.toThrow(message);
  });
});
