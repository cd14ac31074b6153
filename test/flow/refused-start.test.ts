import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importCatalogue } from '../../src/index.ts';
import { listData } from '../support/rpc-call.ts';
import { into, makeSamples, quickEmulator } from './import-test-bed.ts';

it('importCatalogue() takes the task of another import for none of its own when its own start was refused', async () => {
  await using samples = await makeSamples();
  await using emulator = await quickEmulator();
  const folder = await mkdtemp(join(tmpdir(), 'refused-start-'));
  const image = samples.rows.find(({ expected }) => expected === 'accepted')?.image ?? '';
  const entries = (productId: string) => [
    { productId, image, picName: `${productId}${image.slice(image.lastIndexOf('.'))}` },
  ];
  const options = { ...into(emulator), images: samples.dir };
  const state = join(folder, 'state');
  const refusal = emulator.addFault({ kind: 'throttled', operation: 'IncreaseInstance', times: 'always' });
  const first = importCatalogue(entries('first'), { ...options, state, patienceMs: 0 });
  await expect(first).rejects.toMatchObject({ name: 'ImageSearchError', state });
  refusal.remove();
  await importCatalogue(entries('other'), options);
  expect(await importCatalogue(entries('first'), { ...options, state })).toMatchObject({ succeeded: 1 });
  const { Increments } = await listData(emulator, { PageSize: '100' });
  expect(Increments.Instance).toHaveLength(2);
  expect(
    emulator
      .gallery()
      .map(({ ProductId }) => ProductId)
      .toSorted(),
  ).toEqual(['first', 'other']);
  await rm(folder, { recursive: true });
});
