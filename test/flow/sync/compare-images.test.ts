import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import { quickEmulator } from '../import-test-bed.ts';
import { type Entry, entriesOf, entryOf, fill, imageOf, openSyncBed, syncAndCollect } from './sync-bed.ts';

/** A gallery that a first night with compareImages has filled; each night is given the last one. */
async function openNights() {
  const emulator = await quickEmulator();
  const bed = await openSyncBed();
  const stateOf = (n: number) => bed.stateOf(`night-${n}`);
  let nights = 0;
  const night = async (entries: readonly Entry[]) => {
    nights += 1;
    const previous = nights > 1 ? stateOf(nights - 1) : undefined;
    const options = { state: stateOf(nights), previous, compareImages: true };
    return (await syncAndCollect(entries, emulator, bed, options)).summary.plan;
  };
  await night(entriesOf(0, 4));
  return {
    ...{ emulator, bed, night, stateOf },
    changeImage: async (n: number) =>
      writeFile(join(bed.images, imageOf(n)), await makeImage({ format: 'png', width: 150, height: 120 })),
    [Symbol.asyncDispose]: async () => {
      await bed[Symbol.asyncDispose]();
      await emulator.close();
    },
  };
}

const changedIn = ({ kinds }: { kinds: Readonly<Record<string, number>> }) => kinds['image changed'];

describe('a sync with the previous one', () => {
  it('adds an image again whose row was refused for a night, when its file has changed by then', async () => {
    await using shop = await openNights();
    const refused = { ...entryOf(2), intAttr: 'x' } as unknown as Entry;
    const second = await shop.night([...entriesOf(0, 2), refused, entryOf(3)]);
    expect(second.comparison).toMatchObject({ refused: 1, same: 3 });
    await shop.changeImage(2);
    const third = await shop.night(entriesOf(0, 4));
    expect(changedIn(third)).toBe(1);
    expect(changedIn(await shop.night(entriesOf(0, 4)))).toBe(0);
  });

  it('adds an image again whose file was away for a night', async () => {
    await using shop = await openNights();
    const path = join(shop.bed.images, imageOf(2));
    await rename(path, `${path}.away`);
    expect((await shop.night(entriesOf(0, 4))).comparison).toMatchObject({ same: 4 });
    await shop.changeImage(2);
    const third = await shop.night(entriesOf(0, 4));
    expect(third.samples['image changed']).toMatchObject([{ productId: 'P2' }]);
    expect(third.comparison).toMatchObject({ same: 3 });
  });

  it('adds an image again when its Region has changed', async () => {
    await using shop = await openNights();
    const region = { x1: 10, x2: 90, y1: 10, y2: 90 };
    const withRegion = [...entriesOf(0, 3), entryOf(3, 1, { region })];
    expect((await shop.night(withRegion)).samples['image changed']).toMatchObject([{ productId: 'P3' }]);
    expect((await shop.night(withRegion)).comparison).toMatchObject({ same: 4 });
  });

  it('refuses one that has sent nothing, is of another gallery, or has no marks', async () => {
    await using shop = await openNights();
    const { bed, emulator } = shop;
    const [dry, plain, other] = ['dry', 'plain', 'other'].map((name) => bed.stateOf(name));
    const sync = (options: object) => syncAndCollect(entriesOf(0, 4), emulator, bed, options);
    await sync({ state: dry, compareImages: true, dryRun: true });
    await sync({ state: plain });
    await sync({ state: other, compareImages: true, to: `oss://${emulator.bucketName}/summer` });
    await expect(sync({ previous: dry })).rejects.toThrow(/it is that of a dry run/);
    await expect(sync({ previous: plain })).rejects.toThrow(/it has no images\.jsonl/);
    await expect(sync({ previous: other })).rejects.toThrow(/its 'to' is "oss:.*summer", and that of this/);
  });

  it('has the marks of the dry run whose plan was carried out, and refuses a plan without them', async () => {
    await using shop = await openNights();
    const { bed, emulator } = shop;
    const [dry, bare, state] = ['dry', 'bare', 'carried'].map((name) => bed.stateOf(name));
    await shop.changeImage(1);
    const options = { previous: shop.stateOf(1), compareImages: true };
    await syncAndCollect(entriesOf(0, 4), emulator, bed, { ...options, state: dry, dryRun: true });
    await syncAndCollect(entriesOf(0, 4), emulator, bed, { state: bare, dryRun: true });
    const without = syncAndCollect({ plan: join(String(bare), 'plan.jsonl') }, emulator, bed, options);
    await expect(without).rejects.toThrow(/images\.jsonl of its dry run must be beside it/);
    const plan = join(String(dry), 'plan.jsonl');
    await syncAndCollect({ plan }, emulator, bed, { compareImages: true, state });
    await shop.changeImage(0);
    const next = await syncAndCollect(entriesOf(0, 4), emulator, bed, { previous: state });
    expect(next.summary.plan.samples['image changed']).toMatchObject([{ productId: 'P0' }]);
  });
});

describe('a sync by find', () => {
  it('refuses an entry that deletes a whole product, before anything is changed', async () => {
    await using emulator = await quickEmulator();
    await using bed = await openSyncBed();
    await fill(emulator, bed, entriesOf(0, 3));
    const whole = { operationType: 'DELETE', productId: 'P1' } as Entry;
    const sync = syncAndCollect([entryOf(5), whole], emulator, bed, {
      ...{ by: 'find', allowProductDeletes: true },
    });
    await expect(sync).rejects.toThrow(/entry 2 as it deletes all images of product "P1"/);
    expect(emulator.gallery()).toHaveLength(3);
  });
});

describe('a sync by a plan', () => {
  it('refuses to delete superfluous images when the plan was made without them', async () => {
    await using emulator = await quickEmulator();
    await using bed = await openSyncBed();
    await fill(emulator, bed, entriesOf(0, 30));
    const state = bed.stateOf('dry');
    await syncAndCollect(entriesOf(1, 31), emulator, bed, { state, dryRun: true });
    const plan = join(state, 'plan.jsonl');
    const deleting = syncAndCollect({ plan }, emulator, bed, { deleteSuperfluous: true });
    await expect(deleting).rejects.toThrow(/Cannot delete the 1 superfluous images by the plan/);
    await syncAndCollect({ plan }, emulator, bed);
    expect(emulator.gallery()).toHaveLength(31);
  });
});
