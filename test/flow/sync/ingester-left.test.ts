import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import {
  createIngester,
  type EntryOutcome,
  type IngesterOptions,
  openObjectSource,
} from '../../../src/index.ts';
import { into, quickEmulator, storeOf } from '../import-test-bed.ts';
import { bedOfFile, entriesOf, entryOf, openSyncBed } from './sync-bed.ts';

const bed = bedOfFile();

const open = (emulator: Emulator, options: object) =>
  createIngester({
    ...into(emulator),
    ...{ images: bed.images, verify: 'no', route: 'batch', patienceMs: 0 },
    ...options,
  } as unknown as IngesterOptions);

/** Leaves entries in a state, in a batch whose import is begun and in one that waits: the service fails once images are uploaded. */
async function leave(emulator: Emulator, entries: readonly ReturnType<typeof entryOf>[], options: object) {
  const fault = emulator.addFault({ kind: 'expired', operation: 'IncreaseInstance', times: 'always' });
  const flushAfter = { entries: entries.length, seconds: 900 };
  const ingester = await open(emulator, { flushAfter, ...options });
  const settled = await Promise.allSettled(entries.map((entry) => ingester.add(entry)));
  expect(new Set(settled.map(({ status }) => status))).toEqual(new Set(['rejected']));
  await expect(ingester.close()).rejects.toThrow();
  fault.remove();
}

/** Opens the state again, adds an entry, and collects what comes late. */
async function goOn(emulator: Emulator, options: object) {
  const late: EntryOutcome[] = [];
  const ingester = await open(emulator, {
    ...options,
    onOutcome: (one: EntryOutcome) => void late.push(one),
  });
  const added = await ingester.add(entryOf(9));
  await ingester.close();
  return [...late, added].map(({ status, productId }) => `${status} ${productId}`);
}

const entries = entriesOf(0, 3);
const late = ['imported P0', 'imported P1', 'imported P2'];
/** What becomes of an entry that is taken with the changed option. */
const AS_NOW: Readonly<Record<string, string>> = { limits: 'refused', picNameBase: 'failed' };
const all = [...late, 'imported P9'];

describe('an Ingester brings in what an earlier one has left', () => {
  it.each([
    ['flushAfter', { flushAfter: { entries: 10, seconds: 5 } }],
    ['route', { route: 'direct' }],
    ['profile', { profile: 'strict' }],
    ['limits', { limits: '2020' }],
    ['picNameBase', { picNameBase: 'bucket' }],
    [
      'repair, followLinks and serviceType',
      { repair: true, followLinks: 'anywhere', serviceType: 'furniture' },
    ],
  ])('when %s changed', async (name, changed) => {
    await using emulator = await quickEmulator();
    const state = bed.stateOf(`changed-${name}`);
    await leave(emulator, entries, { state });
    const status = AS_NOW[name] ?? 'imported';
    expect(await goOn(emulator, { state, ...changed })).toEqual([...late, `${status} P9`]);
  });

  it('when the folder of images changed', async () => {
    await using emulator = await quickEmulator();
    await using other = await openSyncBed();
    const state = bed.stateOf('changed-images');
    await leave(emulator, entries, { state });
    expect(await goOn(emulator, { state, images: other.images })).toEqual(all);
  });

  it('once it is made with the source of images that it was begun with, and says so before that', async () => {
    await using emulator = await quickEmulator();
    const state = bed.stateOf('changed-source');
    const store = storeOf(emulator);
    for (const { image } of [...entries, entryOf(9)])
      await store.put(`pictures/${image}`, { path: join(bed.images, String(image)) });
    const { region, ossEndpoint, credentials } = into(emulator);
    const address = `oss://${emulator.bucketName}/pictures`;
    const source = openObjectSource(address, { oss: { region, endpoint: ossEndpoint, credentials } });
    await leave(emulator, entries, { state, images: source });
    await expect(open(emulator, { state })).rejects.toThrow(
      /'images' must be "oss:.*and close it, which imports/,
    );
    expect(await goOn(emulator, { state, images: source })).toEqual(all);
    await (await open(emulator, { state })).close();
    source.close();
    store.close();
  });

  it('once it goes to where it went, and says so before that', async () => {
    await using emulator = await quickEmulator();
    const state = bed.stateOf('changed-target');
    await leave(emulator, entries, { state });
    const to = `oss://${emulator.bucketName}/elsewhere`;
    await expect(open(emulator, { state, to })).rejects.toThrow(/'to' was .*make it as it was and close it/);
    expect(await goOn(emulator, { state })).toEqual(all);
  });
});

it.each([
  [{ maxRefused: 1 }, /'maxRefused' must not be given: current value is 1; leave it out/],
  [{ maxFailed: 0.5 }, /'maxFailed' must not be given/],
  [{ state: 'oss://bucket/state' }, /'state' must be a folder of this machine/],
  [{ imageTimeoutMs: 0 }, /'imageTimeoutMs' must be an integer from 1/],
  [{ onOutcome: 'log' }, /'onOutcome' must be a function/],
])('an Ingester is not made with %o', async (options, message) => {
  await using emulator = await quickEmulator();
  await expect(open(emulator, { state: bed.stateOf('unmade'), ...options })).rejects.toThrow(message);
  expect(existsSync(bed.stateOf('unmade'))).toBe(false);
});
