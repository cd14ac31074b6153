import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { avifImage } from '../../../samples/make-images.ts';
import { CatalogueSync, type SyncOptions, type SyncSource } from '../../../src/index.ts';
import { logCalls } from '../../support/call-log.ts';
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

  it('deletes an image by the name that a repair has given it, and brings it back by that name', async () => {
    await using emulator = await quickEmulator();
    await writeFile(join(bed.images, 'a.avif'), await avifImage({ width: 160, height: 120 }));
    const [state, undone] = [bed.newState(), bed.newState()];
    const added = { productId: 'A', image: 'a.avif', categoryId: 3, customContent: 'one' };
    await syncAndCollect([added, entryOf(0)], emulator, bed, { repair: true, state });
    const held = galleryOf(emulator);
    expect(held[0]).toMatch(/^A a\.avif-[0-9a-f]{12}\.(jpg|png) 3 one/);
    const { outcomes } = await syncAndCollect({ undo: state }, emulator, bed, { state: undone });
    expect(outcomes.map(({ status }) => status)).toEqual(['deleted', 'deleted']);
    expect(galleryOf(emulator)).toEqual([]);
    await syncAndCollect({ undo: undone }, emulator, bed);
    expect(galleryOf(emulator)).toEqual(held);
  });

  it('deletes renamed images whose outcomes the sync had not told when it was interrupted', async () => {
    await using emulator = await quickEmulator();
    const state = bed.newState();
    const names = ['b.avif', 'c.avif'];
    for (const [n, name] of names.entries())
      await writeFile(join(bed.images, name), await avifImage({ width: 160 + n, height: 120 }));
    const added = names.map((image) => ({ productId: 'A', image, categoryId: 3, customContent: 'one' }));
    const running = new CatalogueSync([...added, entryOf(0)], {
      ...{ ...into(emulator), images: bed.images, verify: 'no', repair: true, state },
    } as SyncOptions);
    for await (const _ of running) break;
    expect(emulator.gallery()).toHaveLength(3);
    await syncAndCollect({ undo: state }, emulator, bed);
    expect(galleryOf(emulator)).toEqual([]);
  });

  it('counts the pictures that another image has overwritten in the bucket, and no file of the same bytes', async () => {
    await using emulator = await quickEmulator();
    const named = (productId: string, image: string) => ({
      ...entryOf(0),
      productId,
      image,
      picName: `${productId}.png`,
    });
    const shared = { ...named('old', '1.png'), picName: 'shared.png' };
    await fill(emulator, bed, [shared, named('moved', '2.png')]);
    const state = bed.newState();
    const wanted = [
      { ...shared, productId: 'new', image: '3.png' },
      { ...named('moved', '2.png'), categoryId: 5 },
    ];
    await syncAndCollect(wanted, emulator, bed, { ...ALL, state });
    const { summary } = await syncAndCollect({ undo: state }, emulator, bed, { dryRun: true });
    expect(summary.plan).toMatchObject({ kinds: { undone: 3 }, picturesLost: 1 });
  });

  it('refuses another gallery, and another folder of the bucket, before anything is asked', async () => {
    await using emulator = await quickEmulator();
    const state = bed.newState();
    await syncAndCollect(entriesOf(0, 2), emulator, bed, { state });
    using calls = logCalls(emulator.imageSearchEndpoint);
    const undo = (more: Partial<SyncOptions>) => syncAndCollect({ undo: state }, emulator, bed, more);
    await expect(undo({ instance: 'other' } as Partial<SyncOptions>)).rejects.toThrow(
      /Cannot undo ".*" as 'instance' must be "emulated", as it was then: current value is "other"/,
    );
    await expect(undo({ to: `oss://${emulator.bucketName}/autumn` })).rejects.toThrow(
      /'to' must be "oss:\/\/emulated-bucket\/spring"/,
    );
    await expect(undo({ state: `${state}/` })).rejects.toThrow(/as 'state' must be another folder/);
    expect(calls.operations).toEqual([]);
    await undo({}); // nobody holds its state
    expect(galleryOf(emulator)).toEqual([]);
  });

  it('needs no bucket unless an image must be added back', async () => {
    await using emulator = await quickEmulator();
    const sync = async (source: SyncSource, state: string, more: Partial<SyncOptions> = {}) =>
      syncAndCollect(source, emulator, bed, { to: undefined, route: 'direct', ...ALL, state, ...more });
    const [added, changed, deleted] = [bed.newState(), bed.newState(), bed.newState()];
    await sync(entriesOf(0, 3), added);
    await sync(entriesOf(0, 3, 2), changed);
    await sync(entriesOf(1, 3, 2), deleted);
    const without = (undo: string, more = {}) => sync({ undo }, bed.newState(), more);
    await expect(without(deleted)).rejects.toThrow(/'to' must be given: images are added back from its/);
    await expect(without(changed, { mostUpdates: 1 })).rejects.toThrow(/'to' must be given/);
    await without(changed);
    expect(galleryOf(emulator)).toEqual(wantedBy(entriesOf(1, 3)));
    await without(added);
    expect(galleryOf(emulator)).toEqual([]);
  });

  it('throws for a folder that no sync has changed a gallery from', async () => {
    await using emulator = await quickEmulator();
    const state = bed.stateOf('dry');
    await syncAndCollect(entriesOf(0, 2), emulator, bed, { state, dryRun: true });
    await expect(syncAndCollect({ undo: state }, emulator, bed)).rejects.toThrow(/it has no before.jsonl/);
    await expect(syncAndCollect({ undo: bed.stateOf('nowhere') }, emulator, bed)).rejects.toThrow(/nowhere/);
  });
});
