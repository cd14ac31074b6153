import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PARTITIONS } from '../../../src/import/plan/partitioned-lines.ts';
import { PartitionedValues } from '../../../src/import/plan/partitioned-values.ts';
import { all } from '../../support/items.ts';
import fc from '../../support/properties.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Of any code units, line feeds and halves of pairs too, and some longer than a block. */
const anyText = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\u2028', '\ud83d', '\ude00', 'x'.repeat(20_000)) },
);
const anyPartition = fc.oneof(
  fc.integer({ min: 0, max: PARTITIONS - 1 }),
  fc.constantFrom(0, 1, PARTITIONS - 1),
);

test('PartitionedValues gives every value back in its partition and its order, whatever went to a file', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anyPartition, anyText), { maxLength: 100, size: 'max' }),
      fc.constantFrom(64, 4_096, 40_000),
      async (values, blockBytes) => {
        using folder = temporaryFolder();
        await using partitioned = new PartitionedValues<[number, string]>(
          join(folder.path, 'values'),
          blockBytes,
        );
        for (const value of values) partitioned.add(value[0], value);
        for (const partition of new Set([0, PARTITIONS - 1, ...values.map(([partition]) => partition)])) {
          const expected = values.filter(([of]) => of === partition);
          expect((await all(partitioned.read(partition))).flat()).toEqual(expected);
        }
      },
    ),
  );
});

test('PartitionedValues gives a partition again when it is read twice', async () => {
  using folder = temporaryFolder();
  await using partitioned = new PartitionedValues<[string]>(join(folder.path, 'values'));
  for (const text of ['a', 'x'.repeat(20_000), 'b']) partitioned.add(7, [text]);
  const first = (await all(partitioned.read(7))).flat();
  expect(first).toHaveLength(3);
  expect((await all(partitioned.read(7))).flat()).toEqual(first);
});
