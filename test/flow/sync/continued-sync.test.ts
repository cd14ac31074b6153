import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { type EntryOutcome, type SyncOptions, syncCatalogue } from '../../../src/index.ts';
import { CALL_CHANNEL, type CallMessage } from '../../../src/service/calls/call-message.ts';
import { into, quickEmulator } from '../import-test-bed.ts';
import {
  bedOfFile,
  type Entry,
  entriesOf,
  entryOf,
  fill,
  galleryOf,
  syncAndCollect,
  wantedBy,
} from './sync-bed.ts';

const bed = bedOfFile();

let files = 0;

async function catalogueOf(entries: readonly Entry[], path = bed.stateOf(`shop-${++files}.jsonl`)) {
  await writeFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  return path;
}

describe('a sync that is called again', () => {
  it('refuses a catalogue that was changed when it is over', async () => {
    await using emulator = await quickEmulator();
    const state = bed.newState();
    const path = await catalogueOf(entriesOf(0, 3));
    await syncAndCollect(path, emulator, bed, { state });
    await syncAndCollect(path, emulator, bed, { state }); // the same one
    await catalogueOf(entriesOf(0, 4, 2), path);
    const again = syncAndCollect(path, emulator, bed, { state });
    await expect(again).rejects.toThrow(
      /shop-\d+\.jsonl" was changed since: .*; compare it anew with another/,
    );
    await expect(again).rejects.not.toThrow(/old plan/);
    const { summary } = await syncAndCollect(path, emulator, bed, { state: bed.newState() });
    expect(summary.plan.kinds).toMatchObject({ missing: 1, changed: 3 });
  });

  it('refuses a catalogue that was changed when it was interrupted, and ends the old plan when that is named', async () => {
    await using emulator = await quickEmulator();
    const [state, old] = [bed.newState(), entriesOf(0, 3)];
    const path = await catalogueOf(old);
    const fault = emulator.addFault({ kind: 'expired', operation: 'IncreaseInstance', times: 'always' });
    await expect(syncAndCollect(path, emulator, bed, { state })).rejects.toThrow();
    fault.remove();
    await catalogueOf(entriesOf(0, 4, 2), path);
    const plan = join(state, 'plan.jsonl');
    await expect(syncAndCollect(path, emulator, bed, { state })).rejects.toThrow(
      `or end the old plan first, with "${plan}" as the plan`,
    );
    expect(emulator.gallery()).toEqual([]);
    const { summary } = await syncAndCollect({ plan }, emulator, bed, { state });
    expect(summary.import?.succeeded).toBe(3);
    expect(galleryOf(emulator)).toEqual(wantedBy(old));
  });

  it('tells the outcome of an UpdateImage again when the process ended while it was told', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 6));
    const options = {
      ...{ ...into(emulator), images: bed.images, verify: 'no', state: bed.newState(), concurrency: 1 },
    } as const;
    const told: (string | null)[] = [];
    let ended = 0;
    const onOutcome = ({ productId }: EntryOutcome) => {
      if (told.length === 2 && ended++ === 0) throw new Error('The process has ended');
      told.push(productId);
    };
    const sync = () => syncCatalogue(entriesOf(0, 6, 2), { ...options, onOutcome } as SyncOptions);
    await expect(sync()).rejects.toThrow('The process has ended');
    const { updated } = await sync();
    expect(updated).toBe(6);
    expect(told.toSorted()).toEqual(['P0', 'P1', 'P2', 'P3', 'P4', 'P5']);
  });

  it.each([
    ['it is over', async (sync: () => Promise<unknown>) => void (await sync())],
    [
      'it was interrupted',
      async (sync: () => Promise<unknown>, emulator: Emulator) => {
        const fault = emulator.addFault({ kind: 'expired', operation: 'IncreaseInstance', times: 'always' });
        await expect(sync()).rejects.toThrow();
        fault.remove();
      },
    ],
  ])('refuses other entries of a program when %s', async (_, begin) => {
    await using emulator = await quickEmulator();
    const state = bed.newState();
    const sync = (entries: readonly Entry[]) => syncAndCollect(entries, emulator, bed, { state });
    const wanted = [...entriesOf(0, 3), { ...entryOf(3), image: new URL('oss://emulated-bucket/none.png') }];
    await begin(() => sync(wanted as Entry[]), emulator);
    for (const other of [[...entriesOf(0, 2), entryOf(2, 2)], entriesOf(0, 2), entriesOf(0, 4)])
      await expect(sync(other)).rejects.toThrow(/as the catalogue has other entries .*; compare it anew/);
    const { summary } = await sync(structuredClone(wanted.slice(0, 3)).concat(wanted.slice(3)) as Entry[]);
    expect(summary.import).toMatchObject({ succeeded: 3, refused: 1 });
  });

  it('knows its catalogue by any name of the same path', async () => {
    await using emulator = await quickEmulator();
    const state = bed.newState();
    const path = await catalogueOf(entriesOf(0, 3));
    await syncAndCollect(relative('.', path), emulator, bed, { state });
    const { summary } = await syncAndCollect(path, emulator, bed, { state });
    expect(summary.plan.kinds.missing).toBe(3);
    const other = await catalogueOf(entriesOf(0, 3));
    await expect(syncAndCollect(other, emulator, bed, { state })).rejects.toThrow(/'source' was/);
  });

  it('refuses a plan that is another one now', async () => {
    await using emulator = await quickEmulator();
    const [dry, other, state] = [bed.newState(), bed.newState(), bed.newState()];
    await syncAndCollect(entriesOf(0, 3), emulator, bed, { dryRun: true, state: dry });
    await syncAndCollect(entriesOf(0, 5), emulator, bed, { dryRun: true, state: other });
    const plan = join(dry, 'plan.jsonl');
    await syncAndCollect({ plan }, emulator, bed, { state });
    await writeFile(plan, await readFile(join(other, 'plan.jsonl')));
    await expect(syncAndCollect({ plan }, emulator, bed, { state })).rejects.toThrow(/was changed since/);
  });

  it.each([
    ['the gallery', async (emulator: Emulator) => void (await fill(emulator, bed, [entryOf(77)]))],
    ['the catalogue', async (_: Emulator, path: string) => void (await catalogueOf(entriesOf(0, 6), path))],
  ])('compares anew when %s was changed before anything was carried out', async (_, change) => {
    await using emulator = await quickEmulator();
    const state = bed.newState();
    const path = await catalogueOf(entriesOf(0, 5));
    const sync = () => syncAndCollect(path, emulator, bed, { state });
    {
      using _fault = failAfterPlan(emulator);
      await expect(sync()).rejects.toThrow();
    }
    await change(emulator, path);
    const { summary } = await sync();
    const wanted = (await readFile(path, 'utf8')).trim().split('\n').length;
    expect(summary.plan.kinds.missing).toBe(wanted);
    expect(emulator.gallery().length).toBe(summary.plan.gallery.images + wanted);
  });
});

/** Detail is refused from when the tasks were listed, with which the comparison ends. */
function failAfterPlan(emulator: Emulator): Disposable {
  let fault: { remove(): void } | undefined;
  const hear = (message: unknown) => {
    const { endpoint, operation } = message as CallMessage;
    if (endpoint === emulator.imageSearchEndpoint && operation === 'IncreaseList')
      fault ??= emulator.addFault({ kind: 'expired', operation: 'Detail', times: 'always' });
  };
  subscribe(CALL_CHANNEL, hear);
  const dispose = () => {
    unsubscribe(CALL_CHANNEL, hear);
    fault?.remove();
  };
  return { [Symbol.dispose]: dispose };
}
