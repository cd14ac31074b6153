import { describe, expect, it } from 'vitest';
import { logCalls } from '../../support/call-log.ts';
import { quickEmulator } from '../import-test-bed.ts';
import { bedOfFile, entriesOf, entryOf, fill, galleryOf, syncAndCollect, wantedBy } from './sync-bed.ts';

const bed = bedOfFile();

describe('syncCatalogue()', () => {
  it('makes the gallery equal to the catalogue, and leaves alone what is equal', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 30));
    using calls = logCalls(emulator.imageSearchEndpoint);
    const catalogue = [
      ...entriesOf(1, 28),
      entryOf(28, 2),
      entryOf(29, 1, { categoryId: 4 }),
      ...entriesOf(30, 34),
    ];
    const { summary, outcomes } = await syncAndCollect(catalogue, emulator, bed, { deleteSuperfluous: true });
    expect(galleryOf(emulator)).toEqual(wantedBy(catalogue));
    expect(summary.plan.kinds).toMatchObject({ missing: 4, changed: 2, superfluous: 1, renamed: 0 });
    expect(summary.plan.comparison).toMatchObject({ supplied: 33, same: 27, held: 30 });
    expect(summary.updated).toBe(1);
    expect(outcomes.map(({ status, productId }) => `${status} ${productId}`).toSorted()).toEqual(
      [
        'deleted P0',
        'imported P28',
        'imported P29',
        ...[30, 31, 32, 33].map((n) => `imported P${n}`),
      ].toSorted(),
    );
    expect(calls.operations.filter((one) => one === 'DumpMeta')).toHaveLength(1);
    expect(calls.operations.filter((one) => one === 'IncreaseInstance')).toHaveLength(1);
  });
});
