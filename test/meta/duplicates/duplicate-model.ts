import type { DuplicateFinder } from '../../../src/meta/duplicates/duplicate-finder.ts';
import type { ImageLine } from '../../../src/meta/duplicates/image-entry.ts';
import { META_FILE_RULES, type NamedImage } from '../../../src/meta/rules/file-rules.ts';
import { collect } from '../../shared/collect.ts';
import fc from '../../support/properties.ts';

/** A line as a finder takes it. */
export interface Placed {
  readonly record: ImageLine;
  readonly line: number;
  readonly offset: number;
}

export const add = (productId: string, picName: string): ImageLine => ({
  operationType: 'ADD',
  productId,
  picName,
});
export const remove = (productId: string, picName?: string): ImageLine => ({
  operationType: 'DELETE',
  productId,
  picName,
});

/** Records as the lines 1, 2, 3 … of a file, 100 bytes each. */
export const asFile = (...records: ImageLine[]): Placed[] =>
  records.map((record, index) => ({ record, line: index + 1, offset: index * 100 }));

/** What a finder says about lines, as `line offset code message`. */
export async function told(finder: DuplicateFinder, file: readonly Placed[]): Promise<string[]> {
  for (const { record, line, offset } of file) finder.add(record, line, offset);
  const issues = await collect(finder.issues());
  return issues.map(({ line, offset, code, message }) => [line, offset, code, message].join(' '));
}

/** The same with plain maps, which hold every name. */
export function expected(file: readonly Placed[]): string[] {
  const firstAdd = new Map<string, number>();
  for (const { record, line } of file) {
    const { operationType, productId } = record;
    if (operationType === 'ADD' && !firstAdd.has(productId)) firstAdd.set(productId, line);
  }
  const last = new Map<string, Placed>();
  return file.flatMap((one) => {
    const { record, line, offset } = one;
    const image: NamedImage = { productId: record.productId, picName: record.picName };
    const key = JSON.stringify([image.productId, image.picName ?? null]);
    const earlier = last.get(key);
    last.set(key, one);
    const found = (
      code: 'META_DUPLICATE' | 'META_ADD_AND_DELETE' | 'META_ADD_AND_DELETE_PRODUCT',
      other: number,
    ) => [line, offset, code, META_FILE_RULES[code].message(image, other)].join(' ');
    const issues: string[] = [];
    if (earlier !== undefined) {
      const same = earlier.record.operationType === record.operationType;
      issues.push(found(same ? 'META_DUPLICATE' : 'META_ADD_AND_DELETE', earlier.line));
    }
    const added = firstAdd.get(record.productId);
    if (record.operationType === 'DELETE' && record.picName === undefined && added !== undefined) {
      issues.push(found('META_ADD_AND_DELETE_PRODUCT', added));
    }
    return issues;
  });
}

/** Few enough that keys meet often; every width, every border between names, halves of pairs, and names beyond any mask. */
const NAME_PARTS = ['', 'a', 'b', '\0', '\u0001', 'é', 'ÿ', 'Ā', '商品', '😀', '\ud83d', '\ude00'];
const anyName = fc
  .array(fc.constantFrom(...NAME_PARTS, 'x'.repeat(200), 'x'.repeat(5_000)), { maxLength: 3 })
  .map((parts) => parts.join(''));

const anyRecord: fc.Arbitrary<ImageLine> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(anyName, anyName).map((names) => add(...names)) },
  { weight: 3, arbitrary: fc.tuple(anyName, anyName).map((names) => remove(...names)) },
  { weight: 1, arbitrary: anyName.map((productId) => remove(productId)) },
);

const steps = fc.tuple(fc.integer({ min: 1, max: 2 ** 24 }), fc.integer({ min: 1, max: 2 ** 43 }));

/** Lines with gaps between them, up to high numbers of lines and bytes. */
export const anyFile: fc.Arbitrary<Placed[]> = fc
  .array(fc.tuple(anyRecord, steps), { maxLength: 200, size: 'max' })
  .map((lines) => {
    let [line, offset] = [0, 0];
    return lines.map(([record, [lineStep, offsetStep]]) => {
      line += lineStep;
      offset += offsetStep;
      return { record, line, offset };
    });
  });
