import { expect, test } from 'vitest';
import type { GalleryImage } from '../../../src/gallery/gallery-image.ts';
import type { ExpectedValue } from '../../../src/import/compare/compared-line.ts';
import type { Expectation } from '../../../src/import/compare/expectation.ts';
import { GalleryComparison, partitionOf } from '../../../src/import/compare/gallery-comparison.ts';
import type { GalleryFinding } from '../../../src/import/compare/gallery-finding.ts';
import { otherFields } from '../../../src/import/compare/other-fields.ts';
import { nameBeforeRepair, repairedName } from '../../../src/import/repaired-name.ts';
import type { MetaRecord } from '../../../src/meta/model/meta-record.ts';
import fc from '../../support/properties.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const anyText = fc.constantFrom(
  '',
  'a',
  'null',
  ',null',
  '红色\t"shirt"\n',
  'é',
  '\ud83d',
  '\u001f',
  '\u2028',
);
const anyProduct = fc.constantFrom('1', '1","2', '红', '\ud83d\ude00', 'é\t');
const anyName = fc.constantFrom(
  ...['a.jpg', '红/b.png', '"c",.jpg', repairedName('a.jpg', 'jpeg'), repairedName('红/b.png', 'png')],
);
const integer = fc.constantFrom(0, -1, 7, 2_147_483_647);
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const anyValues = fc.record({
  ...{ categoryId: optional(integer), customContent: optional(anyText) },
  ...{ intAttr: optional(integer), intAttr2: optional(integer) },
  ...{ intAttr3: optional(integer), intAttr4: optional(integer) },
  ...{ strAttr: optional(anyText), strAttr2: optional(anyText) },
  ...{ strAttr3: optional(anyText), strAttr4: optional(anyText) },
});

const anyHeld: fc.Arbitrary<GalleryImage> = fc
  .tuple(anyProduct, anyName, anyValues)
  .map(([productId, picName, values]) => ({ productId, picName, ...values }));

const anyRecord: fc.Arbitrary<MetaRecord> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(anyHeld, optional(fc.boolean()), optional(fc.constant({ x1: 1, x2: 2, y1: 3, y2: 4 })))
      .map(([held, crop, region]) => ({ operationType: 'ADD' as const, ...held, crop, region })),
  },
  fc.record({ operationType: fc.constant('DELETE' as const), productId: anyProduct, picName: anyName }),
  fc.record({ operationType: fc.constant('DELETE' as const), productId: anyProduct }),
);

const anyExpectation: fc.Arbitrary<Expectation<readonly [number]>> = fc.record({
  record: anyRecord,
  comparesContent: fc.boolean(),
  ref: optional(fc.tuple(fc.nat())),
});

/** Some of the gallery's images are what the catalogue says. */
const anySides = fc
  .tuple(fc.array(anyExpectation, { maxLength: 30 }), fc.array(anyHeld, { maxLength: 30 }), fc.nat())
  .map(([expected, others, from]) => {
    const equal = expected.slice(from % 10).flatMap(({ record }) => {
      if (record.operationType === 'DELETE') return [];
      const { operationType: _, crop: __, region: ___, ...held } = record;
      return [held as GalleryImage];
    });
    return { expected, held: from % 2 === 0 ? [...equal, ...others] : [...others, ...equal] };
  });

interface Found {
  readonly finding: GalleryFinding;
  readonly expected?: ExpectedValue<readonly [number]> | undefined;
  readonly held?: GalleryImage | undefined;
}

test('GalleryComparison finds what plain maps find, and parses no image that is equal', async () => {
  await fc.assert(
    fc.asyncProperty(anySides, async ({ expected, held }) => {
      using folder = temporaryFolder();
      await using comparison = await GalleryComparison.create<readonly [number]>(folder.path);
      for (const expectation of expected) comparison.expect(expectation);
      for (const image of held) comparison.hold(image);
      let replaced = 0;
      const found: Found[] = [];
      for await (const images of comparison.findings(undefined, () => (replaced += 1))) {
        for (const image of images) {
          found.push({ finding: image.finding, expected: image.expected, held: image.held });
          expect(image.isEqual).toBe(isEqual(image));
        }
      }
      const plain = plainFindings(expected, held);
      expect(found).toEqual(plain.found);
      expect({ replaced, heldAgain: comparison.heldAgain }).toEqual({
        replaced: plain.replaced,
        heldAgain: plain.heldAgain,
      });
      const names = [];
      for await (const { productId, picName } of comparison.expectedNames()) names.push([productId, picName]);
      const images = [...plain.expected.values()].flatMap((of) => [...of.values()]);
      expect(names).toEqual(images.map(({ productId, picName }) => [productId, picName]));
    }),
  );
});

/** Whether nothing is to be done about an image, by its values. */
function isEqual({ finding, expected, held }: Found): boolean {
  const content = expected?.content;
  if (content === undefined || held === undefined) return false;
  const isCategory = content.categoryId === undefined || content.categoryId === held.categoryId;
  return finding.kind === 'as expected' && isCategory;
}

/** The same in memory, with a map for each partition. */
function plainFindings(
  expectations: readonly Expectation<readonly [number]>[],
  images: readonly GalleryImage[],
) {
  type Value = ExpectedValue<readonly [number]>;
  const expected = new Map<number, Map<string, Value>>();
  const deleted = new Set<string>();
  let [replaced, heldAgain] = [0, 0];
  for (const { record, comparesContent, ref } of expectations) {
    const { operationType, productId, picName } = record;
    const partition = partitionOf(productId);
    const ofPartition = expected.get(partition) ?? new Map<string, Value>();
    expected.set(partition, ofPartition);
    const isDeleted = operationType === 'DELETE' ? true : undefined;
    const content = comparesContent && operationType === 'ADD' ? record : undefined;
    if (picName === undefined) {
      deleted.add(productId);
      for (const [key, value] of ofPartition)
        if (value.productId === productId) replaced += Number(ofPartition.delete(key));
    } else {
      const key = JSON.stringify([productId, picName]);
      replaced += Number(ofPartition.delete(key));
      ofPartition.set(key, { productId, picName, isDeleted, content, ref });
    }
  }
  const found: Found[] = [];
  const partitions = new Set([...expected.keys(), ...images.map(({ productId }) => partitionOf(productId))]);
  for (const partition of [...partitions].sort((one, other) => one - other)) {
    const left = new Map(expected.get(partition));
    const seen = new Set<string>();
    const take = (held: GalleryImage, name: string) => {
      const key = JSON.stringify([held.productId, name]);
      const value = left.get(key);
      left.delete(key);
      const { productId, picName } = held;
      if (value === undefined) {
        const kind = deleted.has(productId) ? 'still there' : 'superfluous';
        found.push({ finding: { kind, productId, picName }, held });
        return;
      }
      const { isDeleted, content } = value;
      const fields = content === undefined ? [] : otherFields(content, held);
      const kind = isDeleted ? 'still there' : fields.length === 0 ? 'as expected' : 'differs';
      const finding: GalleryFinding = { kind, productId, picName };
      found.push({ finding: kind === 'differs' ? { ...finding, fields } : finding, expected: value, held });
    };
    const repaired: GalleryImage[] = [];
    for (const held of images.filter(({ productId }) => partitionOf(productId) === partition)) {
      const key = JSON.stringify([held.productId, held.picName]);
      if (seen.has(key)) heldAgain += 1;
      else if (left.has(key) || nameBeforeRepair(held.picName) === undefined) take(held, held.picName);
      else repaired.push(held);
      seen.add(key);
    }
    for (const held of repaired) take(held, nameBeforeRepair(held.picName) as string);
    for (const value of left.values()) {
      const { productId, picName = '', isDeleted } = value;
      found.push({
        finding: { kind: isDeleted ? 'as expected' : 'missing', productId, picName },
        expected: value,
      });
    }
  }
  const byPartition = new Map([...expected].sort(([one], [other]) => one - other));
  return { found, replaced, heldAgain, expected: byPartition };
}
