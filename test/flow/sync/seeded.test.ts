import { expect, it } from 'vitest';
import { seededRandom } from '../../support/seeded-random.ts';
import { quickEmulator } from '../import-test-bed.ts';
import { seededPair } from './seeded-pairs.ts';
import { bedOfFile, fill, galleryOf, syncAndCollect, wantedBy } from './sync-bed.ts';

const PAIRS = process.env['MODE'] === 'long' ? 200 : 6;
const PRODUCTS = 40;
const ALL = { deleteSuperfluous: true, maxDeletedShare: 1 };

const bed = bedOfFile();

it(`makes a gallery equal to each of ${PAIRS} seeded catalogues, touches nothing that was equal, and undoes every second`, async () => {
  for (let seed = 1; seed <= PAIRS; seed++) {
    const random = seededRandom(seed);
    const { before, wanted, equal } = seededPair(PRODUCTS, random);
    const touched = new Set<string>();
    let isFilled = false;
    await using emulator = await quickEmulator({
      exportFormat: seed % 3 === 0 ? 'csv' : 'json-lines',
      failImage: ({ productId }) => {
        if (isFilled) touched.add(productId);
        return undefined;
      },
    });
    await fill(emulator, bed, before);
    isFilled = true;
    const state = bed.stateOf(`seeded-${seed}`);
    const route = seed % 5 === 0 ? 'direct' : 'batch';
    const { summary, outcomes } = await syncAndCollect(wanted, emulator, bed, { ...ALL, state, route });
    expect(galleryOf(emulator)).toEqual(wantedBy(wanted));
    for (const { productId } of outcomes) touched.add(String(productId));
    expect([...touched].filter((productId) => equal.has(productId))).toEqual([]);
    expect(summary.plan.comparison).toMatchObject({ same: equal.size, held: before.length });
    if (seed % 2 === 1) continue;
    await syncAndCollect({ undo: state }, emulator, bed, { state: bed.stateOf(`undone-${seed}`) });
    expect(galleryOf(emulator)).toEqual(wantedBy(before));
  }
}, 1_200_000);
