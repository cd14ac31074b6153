import { describe, expect, test } from 'vitest';
import { objectKeyOf, PIC_NAME_BASES, picNameOf } from '../../src/meta/model/pic-name.ts';
import { formatRegion, parseRegion } from '../../src/meta/model/region.ts';
import fc from '../support/properties.ts';

describe('parseRegion', () => {
  test('takes both x before both y when the string is that of the help page', () => {
    expect(parseRegion('20,40,60,80')).toEqual({ x1: 20, x2: 40, y1: 60, y2: 80 });
    expect(formatRegion({ x1: 20, y1: 60, x2: 40, y2: 80 })).toBe('20,40,60,80');
  });

  test.each([
    '',
    '1,2,3',
    '1,2,3,4,5',
    '1,2,3,-4',
    '1,2,3,4.0',
    '1, 2,3,4',
    '1,2,3,4\n',
    '1e1,2,3,4',
    '１,2,3,4',
    '1234567890,2,3,4',
  ])('gives undefined when the string is %j', (wire) => {
    expect(parseRegion(wire)).toBeUndefined();
  });
});

describe('objectKeyOf', () => {
  test.each([
    ['folder', '', 'a.jpg', 'a.jpg'],
    ['folder', 'import/2026', 'shoes/a.jpg', 'import/2026/shoes/a.jpg'],
    ['bucket', '', 'a.jpg', 'a.jpg'],
    ['bucket', 'import/2026', 'shoes/a.jpg', 'shoes/a.jpg'],
  ] as const)('reads a PicName by base %s when the folder is %j', (base, folder, picName, key) => {
    expect(objectKeyOf(base, folder, picName)).toBe(key);
  });

  test.each([
    ['folder', 'import', 'shoes/a.jpg', 'shoes/a.jpg'],
    ['bucket', 'import', 'shoes/a.jpg', 'import/shoes/a.jpg'],
    ['bucket', '', 'shoes/a.jpg', 'shoes/a.jpg'],
  ] as const)(
    'is undone by picNameOf when the base is %s and the folder %j',
    (base, folder, name, picName) => {
      expect(picNameOf(base, folder, name)).toBe(picName);
    },
  );

  test('leads to the image in the folder by either base when picNameOf gave the name', () => {
    const path = fc
      .array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 })
      .map((all) => all.join('/'));
    fc.assert(
      fc.property(
        fc.constantFrom(...PIC_NAME_BASES),
        fc.oneof(fc.constant(''), path),
        path,
        (base, folder, name) => {
          const key = folder === '' ? name : `${folder}/${name}`;
          expect(objectKeyOf(base, folder, picNameOf(base, folder, name))).toBe(key);
        },
      ),
    );
  });
});
