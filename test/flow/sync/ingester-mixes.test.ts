import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { createIngester, type EntryOutcome, type IngesterOptions } from '../../../src/index.ts';
import fc from '../../support/properties.ts';
import { into, quickEmulator } from '../import-test-bed.ts';
import { imageOf, openSyncBed, type SyncBed } from './sync-bed.ts';

let bed: SyncBed;
let bytes: Uint8Array;
beforeAll(async () => {
  bed = await openSyncBed();
  bytes = await readFile(join(bed.images, imageOf(0)));
});
afterAll(() => bed[Symbol.asyncDispose]());

async function* slowly(ms: number): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 100);
  await sleep(ms);
  yield bytes.subarray(100);
}
async function* torn(): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 100);
  throw new Error('torn');
}
const stalled = () => {
  const stream = new Readable({ read() {} });
  stream.push(bytes.subarray(0, 100));
  return stream;
};
const circle: object[] = [];
circle.push(circle);

/** What each kind of entry becomes. Those that are thrown back are never kept. */
const KINDS = {
  bytes: { becomes: 'imported', more: () => ({ image: bytes }) },
  named: { becomes: 'imported', more: () => ({ image: imageOf(1) }) },
  slow: { becomes: 'imported', more: () => ({ image: slowly(20) }) },
  bigint: { becomes: 'imported', more: () => ({ image: bytes, intAttr: 7n }) },
  broken: { becomes: 'refused', more: () => ({ image: Buffer.from('no image') }) },
  torn: { becomes: 'refused', more: () => ({ image: torn() }) },
  stalled: { becomes: 'refused', more: () => ({ image: stalled() }) },
  missing: { becomes: 'refused', more: () => ({ image: 'nowhere.png' }) },
  circular: { becomes: 'thrown', more: () => ({ image: bytes, customContent: circle }) },
  throwing: {
    becomes: 'thrown',
    more: () => ({
      get image(): Uint8Array {
        throw new Error('mine');
      },
    }),
  },
} as const;
type Kind = keyof typeof KINDS;

/** How an ingester comes to its end while entries are underway. What is returned lets the service work again. */
const ENDS = {
  close: { isInterrupted: false, end: () => () => {} },
  abort: {
    isInterrupted: true,
    end: (_: Emulator, aborting: AbortController) => {
      aborting.abort(new Error('enough'));
      return () => {};
    },
  },
  fault: {
    isInterrupted: true,
    end: (emulator: Emulator) => {
      const fault = emulator.addFault({ kind: 'expired', operation: 'AddImage', times: 'always' });
      return () => fault.remove();
    },
  },
} as const;

const plan = fc.record({
  kinds: fc.array(fc.constantFrom(...(Object.keys(KINDS) as Kind[])), { minLength: 1, maxLength: 14 }),
  entries: fc.integer({ min: 1, max: 5 }),
  end: fc.constantFrom(...(Object.keys(ENDS) as (keyof typeof ENDS)[])),
  afterMs: fc.integer({ min: 0, max: 150 }),
});

it('an Ingester settles every promise with the outcome of its own entry, or brings it in later, whatever is mixed', async () => {
  let states = 0;
  await fc.assert(
    fc.asyncProperty(plan, async ({ kinds, entries, end, afterMs }) => {
      await using emulator = await quickEmulator({ rates: 'off' });
      const aborting = new AbortController();
      const late: EntryOutcome[] = [];
      const options = {
        ...into(emulator),
        ...{ images: bed.images, verify: 'no', route: 'direct', patienceMs: 0, imageTimeoutMs: 100 },
        ...{ state: bed.stateOf(`mix-${++states}`), flushAfter: { entries, seconds: 5 } },
        onOutcome: (one: EntryOutcome) => void late.push(one),
      } as unknown as IngesterOptions;
      const first = await createIngester({ ...options, signal: aborting.signal });
      const added = kinds.map((kind, n) => {
        const names = { productId: `P${n}`, picName: `${n}.png` };
        const entry = Object.defineProperties(names, Object.getOwnPropertyDescriptors(KINDS[kind].more()));
        return first.add(entry as never);
      });
      const settling = Promise.allSettled(added);
      await sleep(afterMs);
      const mend = ENDS[end].end(emulator, aborting);
      const closed = await first.close().then(
        () => true,
        () => false,
      );
      const settled = await settling;
      expect(closed || ENDS[end].isInterrupted).toBe(true);
      mend();
      await (await createIngester(options)).close();
      const told = new Map(late.map(({ productId, status }) => [productId, status]));
      for (const [n, one] of settled.entries()) {
        const { becomes } = KINDS[kinds[n] as Kind];
        const name = `P${n}`;
        if (one.status === 'fulfilled')
          expect([one.value.productId, one.value.status]).toEqual([name, becomes]);
        else if (becomes !== 'thrown') expect(closed).toBe(false);
        const isKnown = one.status === 'fulfilled' || told.has(name);
        if (becomes === 'thrown') expect(isKnown).toBe(false);
        else if (closed) expect(isKnown).toBe(true);
        if (told.has(name)) expect(told.get(name)).toBe(becomes);
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
