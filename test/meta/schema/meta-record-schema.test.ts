import { describe, expect, test } from 'vitest';
import { META_FIELDS } from '../../../src/meta/model/meta-fields.ts';
import { metaContext } from '../../../src/meta/model/meta-options.ts';
import { META_PROFILES } from '../../../src/meta/model/meta-profile.ts';
import { RecordCheck } from '../../../src/meta/rules/check-record.ts';
import { metaRecordSchema, metaRecordSchemaFor } from '../../../src/meta/schema/meta-record-schema.ts';
import fc from '../../support/properties.ts';
import { GOOD_LINE, RULE_EXAMPLES } from '../rule-examples.ts';

const ADD = { operationType: 'ADD', productId: '1000', picName: 'shoe.jpg' } as const;
const { validate } = metaRecordSchema['~standard'];

describe('metaRecordSchema', () => {
  test('names itself as Standard Schema v1 asks', () => {
    expect(metaRecordSchema['~standard']).toMatchObject({ version: 1, vendor: 'imagesearch-import' });
  });

  test('gives the record when a record keeps every rule', () => {
    const region = { x1: 20, x2: 40, y1: 60, y2: 80 };
    expect(validate({ ...ADD, region, customContent: undefined })).toEqual({ value: { ...ADD, region } });
    expect(validate({ operationType: 'DELETE', productId: '1', picName: 'a.jpg' })).toEqual({
      value: { operationType: 'DELETE', productId: '1', picName: 'a.jpg' },
    });
  });

  test('gives a region as an object when it comes as text', () => {
    expect(validate({ ...ADD, region: '20,40,60,80' })).toEqual({
      value: { ...ADD, region: { x1: 20, x2: 40, y1: 60, y2: 80 } },
    });
  });

  test('lets warnings pass, and tells errors only when there are both', () => {
    const odd = { ...ADD, crop: true, region: '20,40,60,80', colour: 'red' };
    expect(validate(odd)).toMatchObject({ value: { ...ADD, crop: true } });
    expect(validate({ ...odd, picName: '/shoe.jpg' })).toEqual({
      issues: [
        {
          message: 'PicName "/shoe.jpg" begins or ends with a slash: leave it out',
          path: ['picName'],
        },
      ],
    });
  });

  test('names every field that is wrong as code does', () => {
    const { issues } = validate({ operationType: 'UPDATE', categoryId: '0', strAttr4: 7, region: '1,2' });
    expect(issues?.map(({ path }) => path)).toEqual([
      ['categoryId'],
      ['strAttr4'],
      ['region'],
      ['operationType'],
      ['productId'],
    ]);
  });

  test.each([[undefined], [null], [7], ['ADD'], [[ADD]], [() => ADD], [Symbol('ADD')], [10n]])(
    'has one issue without a path when the value is %o',
    (value) => {
      expect(validate(value)).toEqual({
        issues: [{ message: expect.stringContaining('it must be an object such as'), path: [] }],
      });
    },
  );

  test('leaves the value as it was', () => {
    const input = Object.freeze({ ...ADD, region: Object.freeze({ x1: 0, x2: 1, y1: 0, y2: 1 }) });
    expect(validate(input)).toEqual({ value: input });
  });

  test('either gives a record or says what is wrong, whatever the value is', () => {
    const names = META_FIELDS.map(({ key }) => key);
    const value = fc.oneof(
      fc.anything({ withBigInt: true, withNullPrototype: true }),
      fc.dictionary(fc.constantFrom(...names), fc.anything({ withBigInt: true })),
    );
    fc.assert(
      fc.property(value, (one) => {
        const result = validate(one);
        if (result.issues === undefined) expect(validate(result.value)).toEqual(result);
        else expect(result.issues.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('metaRecordSchemaFor', () => {
  test.each(META_PROFILES)('refuses what the rules call an error in profile %s', (profile) => {
    for (const { options, bad, good } of RULE_EXAMPLES) {
      const schema = metaRecordSchemaFor({ ...options, profile });
      const check = new RecordCheck(metaContext({ ...options, profile }));
      for (const difference of [...bad, ...good]) {
        const line: Record<string, unknown> = { ...GOOD_LINE, ...difference };
        const input = Object.fromEntries(META_FIELDS.map(({ wire, key }) => [key, line[wire]]));
        const { record, issues } = check.check(input, 'record');
        const errors = issues.filter(({ severity }) => severity === 'error');
        const result = schema['~standard'].validate(input);
        expect('value' in result ? result.value : undefined).toEqual(record);
        expect(result.issues?.map(({ message }) => message) ?? []).toEqual(
          errors.map(({ message }) => message),
        );
      }
    }
  });

  test('throws when an option is unknown', () => {
    const construct = () => metaRecordSchemaFor({ profile: 'lax' as 'strict' });
    expect(construct).toThrow(TypeError);
    expect(construct).toThrow(/'profile' must be one of documented, strict: current value is "lax"/);
  });
});
