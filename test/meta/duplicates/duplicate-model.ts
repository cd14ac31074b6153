import type { DuplicateFinder } from '../../../src/meta/duplicates/duplicate-finder.ts';
import type { ImageLine } from '../../../src/meta/model/meta-record.ts';
import { type DuplicateCode, META_FILE_RULES } from '../../../src/meta/rules/file-rules.ts';
import { collect } from '../../shared/async/collect.ts';
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

/** The same with plain maps, which hold every name and every line. */
export function expected(file: readonly Placed[]): string[] {
  const images = groupsOf(file, ({ productId, picName }) => JSON.stringify([productId, picName ?? null]));
  const ofProducts = file.filter(
    ({ record }) => record.operationType === 'ADD' || record.picName === undefined,
  );
  const products = groupsOf(ofProducts, ({ productId }) => productId);
  return file.flatMap((one) => {
    const { record, line, offset } = one;
    const { productId, picName } = record;
    const found = [
      [ofImage(one, images.get(one) ?? []), { productId, picName }],
      [ofProduct(one, products.get(one) ?? []), { productId }],
    ] as const;
    return found.flatMap(([finding, image]) =>
      finding === undefined
        ? []
        : [[line, offset, finding[0], META_FILE_RULES[finding[0]].message(image, finding[1].line)].join(' ')],
    );
  });
}

type Finding = readonly [code: DuplicateCode, other: Placed] | undefined;

function ofImage({ record, line }: Placed, group: readonly Placed[]): Finding {
  const { adds, deletes } = byOperation(group);
  const [firstAdd, firstDelete, lastDelete] = [adds[0], deletes[0], deletes.at(-1)];
  const isDelete = record.operationType === 'DELETE';
  if (firstAdd !== undefined && lastDelete !== undefined) {
    const other = isDelete ? firstAdd : lastDelete;
    if (lastDelete.line > firstAdd.line) return ['META_ADD_AND_DELETE', other];
    if (isDelete) return ['META_DELETE_BEFORE_ADD', other];
  }
  const first = isDelete ? firstDelete : firstAdd;
  if (first === undefined || first.line === line) return undefined;
  return [isDelete ? 'META_DELETE_TWICE' : 'META_DUPLICATE', first];
}

function ofProduct({ record }: Placed, group: readonly Placed[]): Finding {
  const { adds, deletes } = byOperation(group);
  const [firstAdd, lastDelete] = [adds[0], deletes.at(-1)];
  if (firstAdd === undefined || lastDelete === undefined) return undefined;
  const isContradiction = adds.some((add) => deletes.some((remove) => remove.line > add.line));
  return [
    isContradiction ? 'META_ADD_AND_DELETE_PRODUCT' : 'META_PRODUCT_REPLACED',
    record.operationType === 'DELETE' ? firstAdd : lastDelete,
  ];
}

const byOperation = (group: readonly Placed[]) => ({
  adds: group.filter(({ record }) => record.operationType === 'ADD'),
  deletes: group.filter(({ record }) => record.operationType === 'DELETE'),
});

/** Of each line, all those that have its key. */
function groupsOf(file: readonly Placed[], keyOf: (record: ImageLine) => string) {
  const groups = new Map<string, Placed[]>();
  return new Map(
    file.map((one) => {
      const key = keyOf(one.record);
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push(one);
      return [one, group];
    }),
  );
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
