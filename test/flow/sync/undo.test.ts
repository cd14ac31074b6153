import { describe, expect, it } from 'vitest';
import { CatalogueSync, type SyncOptions } from '../../../src/index.ts';
import { into, quickEmulator, storeOf } from '../import-test-bed.ts';
import { bedOfFile, entriesOf, entryOf, fill, galleryOf, syncAndCollect, wantedBy } from './sync-bed.ts';

const bed = bedOfFile();

const ALL = { deleteSuperfluous: true, maxDeletedShare: 1 };
const WANTED = [...entriesOf(3, 9), entryOf(9, 2), entryOf(10, 1, { categoryId: 5 }), ...entriesOf(20, 24)];

describe('syncCatalogue({ undo })', () => {
  it('adds back what was deleted, restores what was overwritten, and deletes what was added', async () => {
    await using emulator = await quickEmulator();
    const before = entriesOf(0, 11);
    await fill(emulator, bed, before);
    const state = bed.stateOf('done');
    await syncAndCollect(WANTED, emulator, bed, { ...ALL, state });
    expect(galleryOf(emulator)).toEqual(wantedBy(WANTED));

    const dry = await syncAndCollect({ undo: state }, emulator, bed, { dryRun: true });
    expect(dry.summary.plan.kinds).toMatchObject({ undone: 9 });
    expect(dry.outcomes.map(({ status }) => status)).toEqual(Array(9).fill('ready'));
    expect(galleryOf(emulator)).toEqual(wantedBy(WANTED));

    const undone = bed.stateOf('undone');
    await syncAndCollect({ undo: state }, emulator, bed, { state: undone });
    expect(galleryOf(emulator)).toEqual(wantedBy(before));
    await syncAndCollect({ undo: undone }, emulator, bed, { state: bed.stateOf('redone') });
    expect(galleryOf(emulator)).toEqual(wantedBy(WANTED));
  });

  it('refuses an image whose object is no longer in the bucket, and undoes the rest', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 4));
    const state = bed.stateOf('gone');
    await syncAndCollect(entriesOf(2, 4), emulator, bed, { ...ALL, state });
    const bucket = storeOf(emulator);
    await bucket.delete('spring/0.png');
    bucket.close();
    const { outcomes } = await syncAndCollect({ undo: state }, emulator, bed);
    expect(outcomes.map(({ status, productId }) => `${status} ${productId}`).toSorted()).toEqual([
      ...['imported P1', 'refused P0'],
    ]);
    expect(galleryOf(emulator)).toEqual(wantedBy(entriesOf(1, 4)));
  });

  it('refuses a sync that still runs', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 4));
    const state = bed.stateOf('running');
    const running = new CatalogueSync(entriesOf(2, 6, 2), {
      ...{ ...into(emulator), ...ALL, images: bed.images, verify: 'no', state },
    } as SyncOptions);
    for await (const _ of running) {
      await expect(syncAndCollect({ undo: state }, emulator, bed)).rejects.toThrow(/running/);
      break;
    }
    await syncAndCollect({ undo: state }, emulator, bed); // it was interrupted
    expect(galleryOf(emulator)).toEqual(wantedBy(entriesOf(0, 4)));
  });

  it('throws for a folder that no sync has changed a gallery from', async () => {
    await using emulator = await quickEmulator();
    const state = bed.stateOf('dry');
    await syncAndCollect(entriesOf(0, 2), emulator, bed, { state, dryRun: true });
    await expect(syncAndCollect({ undo: state }, emulator, bed)).rejects.toThrow(/it has no before.jsonl/);
    await expect(syncAndCollect({ undo: bed.stateOf('nowhere') }, emulator, bed)).rejects.toThrow(/nowhere/);
  });
});
