import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { META_FIELDS } from '../../../src/meta/model/meta-fields.ts';
import { metaJsonSchema } from '../../../src/meta/schema/meta-json-schema.ts';
import { GOOD_LINE } from '../rule-examples.ts';
import { newAjv } from './ajv.ts';

const DELETE = { OperationType: 'DELETE', ProductId: '1' };
const takes = (options: Parameters<typeof metaJsonSchema>[0], line: object, ajv = {}) =>
  newAjv(ajv).validate(metaJsonSchema(options), line);

describe('metaJsonSchema', () => {
  test('is what the package publishes when no option is given', async () => {
    const published = createRequire(import.meta.url).resolve('imagesearch-import/increment.meta.schema.json');
    // `npx vitest run test/meta/schema -u` writes it anew
    await expect(`${JSON.stringify(metaJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(published);
  });

  test('describes every field, with the document it comes from', () => {
    const { properties } = metaJsonSchema() as { properties: Record<string, { description: string }> };
    expect(Object.keys(properties)).toEqual(META_FIELDS.map(({ wire }) => wire));
    for (const { description } of Object.values(properties))
      expect(description).toMatch(/ Source: .{10,}\.$/);
  });

  test('needs of a line what its operation needs', () => {
    expect(metaJsonSchema()).toMatchObject({
      required: ['OperationType', 'ProductId'],
      if: { properties: { OperationType: { const: 'ADD' } } },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: { required: ['PicName'] },
    });
    expect(takes({}, DELETE)).toBe(true);
    expect(takes({}, { ...DELETE, OperationType: 'ADD' })).toBe(false);
    const { CustomContent: _, ...bare } = GOOD_LINE;
    expect(takes({}, bare)).toBe(true);
    expect(takes({ profile: 'strict' }, bare)).toBe(false);
    expect(takes({ profile: 'strict' }, DELETE)).toBe(true);
  });

  test('lets a key pass that no document names', () => {
    expect(takes({ profile: 'strict' }, { ...GOOD_LINE, Colour: 'red' })).toBe(true);
  });

  test('says which rule a value breaks', () => {
    const ajv = newAjv({ verbose: true, allErrors: true });
    ajv.validate(metaJsonSchema(), { ...GOOD_LINE, PicName: '/a//b.jpg', CategoryId: 10 });
    expect(
      ajv.errors?.map(({ instancePath, parentSchema }) => [instancePath, parentSchema?.['title']]),
    ).toEqual([
      ['/PicName', 'META_PIC_NAME_SLASH'],
      ['/PicName', 'META_PIC_NAME_PATH'],
      ['/CategoryId', 'META_CATEGORY_UNKNOWN'],
    ]);
  });

  test('is one limit of length longer for emoji when a validator counts code points', () => {
    const line = { ...GOOD_LINE, ProductId: '😀'.repeat(257) }; // 514 UTF-16 units
    expect(takes({}, line)).toBe(false);
    expect(takes({}, line, { unicode: true })).toBe(true);
  });

  test('has the fields of its dialect', () => {
    const line = { ...GOOD_LINE, Crop: false };
    expect(takes({ dialect: '2020' }, line)).toBe(true); // a warning
    expect(takes({ dialect: '2020', profile: 'strict' }, line)).toBe(false);
    const old = { operator: 'ADD', item_id: '1', pic_list: ['a.jpg'] };
    expect(takes({}, old)).toBe(false);
    expect(takes({ dialect: '2018' }, old)).toBe(true);
    expect(takes({ dialect: '2018' }, { ...old, pic_list: ['/a.jpg'] })).toBe(false);
  });

  test('throws when an option is unknown', () => {
    expect(() => metaJsonSchema({ dialect: '2019' as '2018' })).toThrow(
      /'dialect' must be one of current, 2020, 2018: current value is "2019"/,
    );
  });
});
