import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { avifImage } from '../../../samples/make-images.ts';
import { repairedName } from '../../../src/import/repaired-name.ts';
import type { CatalogueEntry, SyncOptions } from '../../../src/index.ts';
import { quickEmulator } from '../import-test-bed.ts';
import { openSyncBed, syncAndCollect } from './sync-bed.ts';

const entry = (customContent: string): CatalogueEntry => ({
  ...{ productId: 'P', image: 'a.avif', categoryId: 3, customContent },
});
const REPAIRED = repairedName('a.avif', 'jpeg');

for (const by of ['export', 'find'] as const)
  test(`a sync by ${by} knows an image that a repair has renamed, changes it and deletes it`, async () => {
    await using bed = await openSyncBed();
    await using emulator = await quickEmulator();
    await writeFile(join(bed.images, 'a.avif'), await avifImage({ width: 160, height: 120 }));
    const sync = (entries: readonly CatalogueEntry[], more: Partial<SyncOptions> = {}) =>
      syncAndCollect(entries, emulator, bed, { by, repair: true, ...more });
    const held = () => emulator.gallery().map(({ PicName, CustomContent }) => [PicName, CustomContent]);

    await sync([entry('one')]);
    expect(held()).toEqual([[REPAIRED, 'one']]);

    const again = await sync([entry('one')], {
      ...{ deleteSuperfluous: by === 'export', maxDeletedShare: 1 },
    });
    expect(again.summary.plan.comparison).toMatchObject({ supplied: 1, same: 1, held: 1 });
    expect(again.outcomes).toEqual([]);

    const changed = await sync([entry('two')]);
    expect(changed.summary.plan.kinds).toMatchObject({ changed: 1, missing: 0, superfluous: 0 });
    expect(changed.summary.updated).toBe(1);
    expect(held()).toEqual([[REPAIRED, 'two']]);

    await sync([entry('three')], { mostUpdates: 0 });
    expect(held()).toEqual([[REPAIRED, 'three']]);

    const deleted = { productId: 'P', picName: 'a.avif', operationType: 'DELETE' } as const;
    expect((await sync([deleted])).summary.plan.kinds).toMatchObject({ deleted: 1, superfluous: 0 });
    expect(held()).toEqual([]);
  });

test('a sync takes an image by its own name before another by the name that a repair would give it', async () => {
  await using bed = await openSyncBed();
  await using emulator = await quickEmulator();
  const both = ['a.png', repairedName('a.png', 'png')].map((picName) => ({
    ...{ productId: 'P', image: '0.png', picName, categoryId: 3 },
  }));
  await syncAndCollect(both, emulator, bed);
  const { summary } = await syncAndCollect(both.slice(0, 1), emulator, bed);
  expect(summary.plan.kinds).toMatchObject({ missing: 0, superfluous: 1 });
  expect(summary.plan.samples.superfluous).toMatchObject([{ picName: both[1]?.picName }]);
  expect(summary.plan.comparison).toMatchObject({ same: 1, held: 2 });
});
