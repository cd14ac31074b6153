import { META_FIELDS } from '../../../src/meta/model/meta-fields.ts';
import type { AddRecord, MetaRecord } from '../../../src/meta/model/meta-record.ts';
import { formatRegion, type Region } from '../../../src/meta/model/region.ts';
import { CATEGORIES } from '../../../src/meta/rules/categories.ts';
import fc from '../../support/properties.ts';

const HARD = ['"', '\\', '\n', '\r\n', '商', '😀', '\u2028', '\0', '{', '},{', ']'];
/** Any text, with what is hard to write: quotes, control characters, line separators. */
const anyText = (maxLength: number) =>
  fc.array(fc.oneof(fc.constantFrom(...HARD), fc.string({ maxLength: 8 })), { maxLength: 6 }).map((parts) =>
    parts
      .join('')
      .slice(0, maxLength)
      .replace(/\p{Surrogate}/gu, '_'),
  ); // a pair cut in two
const digits = fc.oneof(fc.constantFrom('0', '-5', '12345678901234567890'), fc.nat().map(String));
const segment = anyText(20).map((text) => `x${text.replace(/[\\/\p{Cc}]/gu, '_')}`);
const picName = fc
  .tuple(fc.array(segment, { maxLength: 2 }), segment, fc.constantFrom('jpg', 'JPEG'))
  .map(([folders, name, extension]) => `${[...folders, name].join('/')}.${extension}`);
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const productId = fc.oneof(
  digits,
  anyText(256).map((text) => text || '7'),
);
const strAttr = fc.oneof(
  digits,
  anyText(128).map((text) => text.replace(/[\\¥$&%]/g, '_')),
);
const region = fc
  .tuple(fc.nat(4_000), fc.nat(4_000), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }))
  .map(([x1, y1, width, height]) => ({ x1, x2: x1 + width, y1, y2: y1 + height }));

const attributes = fc.record(
  {
    categoryId: fc.constantFrom(...Object.keys(CATEGORIES).map(Number)),
    intAttr: int32,
    intAttr2: int32,
    strAttr,
    strAttr4: strAttr,
    customContent: anyText(4_096),
    crop: fc.boolean(),
    region,
  },
  { requiredKeys: [] },
);
const names = { productId, picName };

const addRecord = fc
  .tuple(fc.record({ operationType: fc.constant('ADD' as const), ...names }), attributes)
  .map(([one, other]) => ({ ...one, ...other }) as AddRecord);
const deleteRecord = fc.record({ operationType: fc.constant('DELETE' as const), ...names });
export const anyRecord: fc.Arbitrary<MetaRecord> = fc.oneof(
  { arbitrary: addRecord, weight: 3 },
  { arbitrary: deleteRecord, weight: 1 },
);

/** A field of a line: a name, and a value as JSON. */
export type JsonField = readonly [name: string, value: string];

/** The fields of a line that says what a record says. */
export const fieldsOf = (record: MetaRecord): JsonField[] =>
  META_FIELDS.flatMap(({ wire, key }) => {
    const value = (record as AddRecord)[key];
    if (value === undefined) return [];
    return [[wire, JSON.stringify(key === 'region' ? formatRegion(value as Region) : value)] as const];
  });

export const lineOf = (fields: readonly JsonField[]): string =>
  `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`;
