import { describe, expect, it } from 'vitest';
import { bucketName, keyIn, parseOssAddress } from '../../../src/service/addresses/oss-address.ts';

describe('parseOssAddress()', () => {
  it.each([
    ['oss://bucket', 'bucket', ''],
    ['oss://bucket/', 'bucket', ''],
    ['oss://bucket/a', 'bucket', 'a'],
    ['oss://bucket/a/', 'bucket', 'a'],
    ['oss://bucket//a/b//', 'bucket', 'a/b'],
    ['oss://b-1/春 夏/2024', 'b-1', '春 夏/2024'],
    ['oss://abc/a.b/..c', 'abc', 'a.b/..c'],
    [`oss://${'a'.repeat(63)}/x`, 'a'.repeat(63), 'x'],
  ])('reads %j', (address, bucket, folder) => {
    expect(parseOssAddress(address)).toEqual({ bucket, folder });
  });

  it.each([
    '',
    'bucket/a',
    'http://bucket/a',
    'oss:/bucket/a',
    'OSS://bucket/a',
    'oss://',
    'oss:///a',
    'oss://ab/a',
    `oss://${'a'.repeat(64)}/a`,
    'oss://-bucket/a',
    'oss://bucket-/a',
    'oss://Bucket/a',
    'oss://bu.cket/a',
    'oss://bucket/a//b',
    'oss://bucket/./a',
    'oss://bucket/a/..',
    'oss://bucket/a\\b',
    'oss://bucket/a\nb',
  ])('throws a TypeError that shows the value when it is %j', (address) => {
    expect(() => parseOssAddress(address)).toThrow(TypeError);
    expect(() => parseOssAddress(address)).toThrow(`current value is ${JSON.stringify(address)}`);
  });
});

describe('parseOssAddress()', () => {
  it('throws a TypeError about the bucket when its name breaks the rules of OSS', () => {
    expect(() => parseOssAddress('oss://My_Shop/a')).toThrow(
      new TypeError(
        'Cannot read an OSS address as its bucket must have 3 to 63 lower case letters, digits and hyphens, with no hyphen at its ends: current value is "oss://My_Shop/a"',
      ),
    );
  });

  it.each([undefined, null, 7])('throws a TypeError when the address is %j', (address) => {
    expect(() => parseOssAddress(address as never)).toThrow(
      new TypeError(
        `Cannot read an OSS address as it must be "oss://BUCKET/FOLDER": current value is ${address}`,
      ),
    );
  });
});

describe('bucketName()', () => {
  it.each(['abc', 'my-bucket-1', '1-1', 'a'.repeat(63)])('gives the name back when it is %j', (name) => {
    expect(bucketName(name)).toBe(name);
  });

  it.each([
    ...[undefined, null, 7, '', 'ab', 'a'.repeat(64), '-ab', 'ab-', 'My-Bucket', 'my_bucket', 'my.bucket'],
    ...['abc\n', 'oss://abc'],
  ])('throws a TypeError that says the rule when the name is %j', (name) => {
    expect(() => bucketName(name)).toThrow(TypeError);
    expect(() => bucketName(name)).toThrow(
      /'bucket' must have 3 to 63 lower case letters, digits and hyphens/,
    );
  });
});

describe('keyIn()', () => {
  it('puts a slash between folder and name, and none when the folder is the root', () => {
    expect(keyIn('a/b', 'c.jpg')).toBe('a/b/c.jpg');
    expect(keyIn('', 'c.jpg')).toBe('c.jpg');
  });

  it('shows the beginning of the value when it is long', () => {
    const address = `oss://bucket/${'a//'.repeat(1_000)}`;
    expect(() => parseOssAddress(address)).toThrow(/current value is "oss:\/\/bucket\/a\/\/a.{150,200}…$/);
  });
});
