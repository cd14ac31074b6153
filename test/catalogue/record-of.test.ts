import { expect, test } from 'vitest';
import { recordOf } from '../../src/catalogue/record-of.ts';
import { MetaFileBuilder } from '../../src/meta/meta-file-builder.ts';

test('recordOf() adds an image under its path with forward slashes when the entry says no more', () => {
  expect(recordOf({ productId: '1', image: 'shoes\\red.jpg', intAttr: 5 })).toEqual({
    operationType: 'ADD',
    productId: '1',
    picName: 'shoes/red.jpg',
    intAttr: 5,
  });
});

test('recordOf() takes picName before the image when the entry has both', () => {
  expect(recordOf({ productId: '1', image: 'a.jpg', picName: 'b.jpg' })).toMatchObject({ picName: 'b.jpg' });
});

test.each([
  ['the folder', {}, 'a.jpg'],
  ['the folder, and it is known', { metaFolder: 'spring' }, 'a.jpg'],
  ['the bucket', { picNameBase: 'bucket', metaFolder: 'spring/shoes' } as const, 'spring/shoes/a.jpg'],
  ['the bucket, with increment.meta in its root', { picNameBase: 'bucket' } as const, 'a.jpg'],
])('recordOf() names the image relative to its base when that is %s', (_, options, picName) => {
  expect(recordOf({ productId: '1', image: 'a.jpg' }, options)).toMatchObject({ picName });
});

test.each([
  ['below the folder', 'oss://b/spring/shoes/a.jpg', { metaFolder: 'spring' }, 'shoes/a.jpg'],
  [
    'below the folder, and names begin in the bucket',
    'oss://b/spring/a.jpg',
    { picNameBase: 'bucket', metaFolder: 'spring' } as const,
    'spring/a.jpg',
  ],
  ['elsewhere', 'oss://b/springtime/a.jpg', { metaFolder: 'spring' }, 'springtime/a.jpg'],
  ['in the bucket, whose root the folder is', 'oss://b/a/b.jpg', {}, 'a/b.jpg'],
])('recordOf() names an object when it lies %s', (_, image, options, picName) => {
  expect(recordOf({ productId: '1', image }, options)).toMatchObject({ picName });
});

test('recordOf() has no picName when a whole product is deleted, whatever the base', () => {
  const record = recordOf(
    { operationType: 'DELETE', productId: '1' },
    { picNameBase: 'bucket', metaFolder: 'a' },
  );
  expect(record).toEqual({ operationType: 'DELETE', productId: '1' });
});

test('recordOf() gives what a builder writes when the region is text, as a table has it', () => {
  const builder = new MetaFileBuilder();
  const entry = { productId: '1', image: 'a.jpg', customContent: 'k:v', region: '20,40,60,80' };
  const record = recordOf(entry);
  expect(record.operationType === 'ADD' && builder.add(record)).toEqual([]);
  expect(builder.toString()).toContain('"Region":"20,40,60,80"');
});

test('recordOf() refuses a misspelt option, and says which one was meant', () => {
  const options = { metaFolders: 'spring' } as object;
  expect(() => recordOf({ productId: '1', image: 'a.jpg' }, options)).toThrow(
    new TypeError(`Cannot continue as recordOf() has no option "metaFolders": did you mean 'metaFolder'?`),
  );
});
