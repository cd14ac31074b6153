import { appendFileSync, statSync, truncateSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { createIngester, type EntryOutcome, type IngesterOptions } from '../../../src/index.ts';
import { into, quickEmulator } from '../import-test-bed.ts';
import { bedOfFile, entryOf, galleryOf, imageOf, wantedBy } from './sync-bed.ts';

const bed = bedOfFile();

let states = 0;
const open = (emulator: Emulator, options: Partial<IngesterOptions> = {}) =>
  createIngester({
    ...into(emulator),
    ...{ images: bed.images, verify: 'no', state: bed.stateOf(`settling-${++states}`), route: 'direct' },
    ...options,
  } as IngesterOptions);

const bytesOf = (n: number) => readFile(join(bed.images, imageOf(n)));
const entry = (productId: string, image: unknown, more: object = {}) =>
  ({ productId, picName: `${productId}.png`, image, ...more }) as never;
const stalled = (bytes: Uint8Array) => {
  const stream = new Readable({ read() {} });
  stream.push(bytes.subarray(0, 50));
  return stream;
};
const toldOf = (settled: PromiseSettledResult<EntryOutcome>): string =>
  settled.status === 'fulfilled'
    ? `${settled.value.productId} ${settled.value.status}`
    : (settled.reason as Error).name;

describe('an Ingester tells each caller of its own entry', () => {
  it('when values of other entries cannot be stored, or are read as an import reads them', async () => {
    await using emulator = await quickEmulator();
    await using ingester = await open(emulator);
    const bytes = await bytesOf(1);
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const throwing = {
      get productId(): string {
        throw new Error('mine');
      },
    };
    const row = new (class {
      get productId() {
        return 'ROW';
      }
      get picName() {
        return 'ROW.png';
      }
      readonly image = bytes;
    })();
    const added = [
      ...[ingester.add(entry('A', bytes)), ingester.add(entry('BIG', bytes, { intAttr: 5n }))],
      ...[ingester.add(entry('CIRCLE', bytes, { customContent: circle })), ingester.add(throwing as never)],
      ...[ingester.add(entry('NAN', bytes, { intAttr: Number.NaN })), ingester.add(row)],
      ingester.add(new Map(Object.entries(entry('MAP', bytes))) as never),
      ...[ingester.add(entry('TORN', Buffer.from('no'))), ingester.add(entry('Z', bytes))],
      ...[ingester.add(entry('SIGN', bytes, { strAttr: Symbol('s') })), ingester.add(entry('FIVE', 5))],
    ];
    const settled = await Promise.allSettled(added);
    expect(settled.map(toldOf)).toEqual([
      ...['A imported', 'BIG imported', 'TypeError', 'Error', 'NAN refused', 'ROW imported'],
      ...['MAP imported', 'TORN refused', 'Z imported', 'TypeError', 'FIVE refused'],
    ]);
    const five = settled.at(-1) as PromiseFulfilledResult<EntryOutcome>;
    expect(five.value.issues[0]?.message).toMatch(
      /it must be a path, a URL, a Uint8Array, a Blob or a stream of bytes: current value is 5/,
    );
    const [, , circular, thrown] = settled.map((one) => (one as PromiseRejectedResult).reason as Error);
    expect(circular?.message).toMatch(/"customContent" must be a value that JSON can hold/);
    expect(thrown?.message).toBe('The entry for add() threw: mine');
    expect(emulator.gallery().find(({ ProductId }) => ProductId === 'BIG')?.['IntAttr']).toBe(5);
  });

  it('when the file of entries could not be written for a while', async () => {
    await using emulator = await quickEmulator();
    const state = bed.stateOf('unwritable');
    const ingester = await open(emulator, {
      state,
      clock: undefined,
      flushAfter: { entries: 3, seconds: 900 },
    });
    const file = join(state, 'batch-1', 'entries.jsonl');
    const first = ingester.add(entry('A', await bytesOf(1)));
    await expect.poll(() => statSync(file, { throwIfNoEntry: false })?.size ?? 0).toBeGreaterThan(0);
    const { size } = statSync(file);
    appendFileSync(file, 'of another writer');
    await expect(ingester.add(entry('LOST', await bytesOf(2)))).rejects.toThrow(/another writer/);
    truncateSync(file, size);
    const last = [ingester.add(entry('BAD', Buffer.from('no'))), ingester.add(entry('C', await bytesOf(3)))];
    expect((await Promise.allSettled([first, ...last])).map(toldOf)).toEqual([
      ...['A imported', 'BAD refused', 'C imported'],
    ]);
    await ingester.close();
  });

  it('when its object is filled anew for the next entry', async () => {
    await using emulator = await quickEmulator();
    await using ingester = await open(emulator);
    const one = { ...entryOf(0), image: (await bytesOf(0)) as Uint8Array };
    const added = [0, 1, 2].map((n) => ingester.add(Object.assign(one, entryOf(n), { image: one.image })));
    await ingester.flush();
    expect((await Promise.allSettled(added)).map(toldOf)).toEqual([0, 1, 2].map((n) => `P${n} imported`));
    expect(galleryOf(emulator)).toEqual(wantedBy([0, 1, 2].map((n) => entryOf(n))));
  });

  it('in their order, when a later entry of the same image is read sooner, or names it otherwise', async () => {
    await using emulator = await quickEmulator();
    await using ingester = await open(emulator);
    const bytes = await bytesOf(1);
    async function* slow(): AsyncGenerator<Uint8Array> {
      await new Promise((resolve) => setTimeout(resolve, 100));
      yield bytes;
    }
    const added = [
      ...[
        ingester.add({ ...entryOf(1, 1), image: slow() }),
        ingester.add({ ...entryOf(1, 2), image: bytes }),
      ],
      ingester.add({ ...entryOf(2, 1), image: './2.png', picName: undefined }),
      ingester.add({ ...entryOf(2, 2), picName: undefined }),
    ];
    await ingester.flush();
    expect((await Promise.all(added)).map(({ status }) => status)).toEqual(Array(4).fill('imported'));
    expect(galleryOf(emulator)).toEqual(wantedBy([entryOf(1, 2), entryOf(2, 2)]));
  });
});

describe('an image that does not arrive', () => {
  it('refuses its own entry in time, also where more stall than are read at once', async () => {
    await using emulator = await quickEmulator();
    const ingester = await open(emulator, { imageTimeoutMs: 300 });
    const bytes = await bytesOf(1);
    const blob = Object.assign(new Blob([bytes]), {
      slice: () => ({ arrayBuffer: () => new Promise(() => {}) }),
    });
    const late = [
      ...[ingester.add(entry('STREAM', stalled(bytes))), ingester.add(entry('BLOB', blob))],
      ...Array.from({ length: 70 }, (_, n) => ingester.add(entry(`MORE${n}`, stalled(bytes)))),
    ];
    expect((await ingester.add(entry('NAMED', imageOf(2)))).status).toBe('imported');
    await ingester.close();
    const outcomes = await Promise.all(late);
    expect(outcomes.map(({ productId }) => productId).slice(0, 3)).toEqual(['STREAM', 'BLOB', 'MORE0']);
    for (const { status, issues } of outcomes) {
      expect(status).toBe('refused');
      expect(issues).toMatchObject([
        { code: 'IMAGE_UNREADABLE', message: expect.stringContaining("300 ms, which 'imageTimeoutMs' says") },
      ]);
    }
  });

  it('lets others be imported while it is waited for, and ends with the signal', async () => {
    await using emulator = await quickEmulator();
    const aborting = new AbortController();
    const ingester = await open(emulator, { signal: aborting.signal, imageTimeoutMs: 3_600_000 });
    const bytes = await bytesOf(1);
    const late = ingester.add(entry('STALLED', stalled(bytes)));
    expect((await ingester.add(entry('OTHER', bytes))).status).toBe('imported');
    const closing = ingester.close();
    const reason = new Error('enough');
    aborting.abort(reason);
    await expect(late).rejects.toBe(reason);
    await expect(closing).rejects.toBe(reason);
    await expect(ingester.close()).rejects.toBe(reason);
  });

  it('ends when the service fails', async () => {
    await using emulator = await quickEmulator();
    emulator.addFault({ kind: 'expired', operation: 'Detail', times: 'always' });
    const ingester = await open(emulator, { patienceMs: 0, imageTimeoutMs: 3_600_000 });
    const late = ingester.add(entry('STALLED', stalled(await bytesOf(1))));
    const other = ingester.add(entry('OTHER', await bytesOf(2)));
    const [one, two] = await Promise.allSettled([late, other]);
    expect(one).toMatchObject({ status: 'rejected' });
    expect(one).toEqual(two);
    await expect(ingester.close()).rejects.toThrow();
  });
});

it('delete() and add() reject when they are misused, and do not throw', async () => {
  await using emulator = await quickEmulator();
  await using ingester = await open(emulator);
  for (const target of [{ productId: 'P1' }, {}, null, { productId: 'P1', filter: 'x' }])
    await expect(ingester.delete(target as never)).rejects.toThrow(TypeError);
  for (const given of [null, undefined, 7])
    await expect(ingester.add(given as never)).rejects.toThrow(TypeError);
});
