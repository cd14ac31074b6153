import { describe, expect, it } from 'vitest';
import { keyIn, parseOssAddress } from '../../src/service/oss-address.ts';

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
    expect(() => parseOssAddress(address)).toThrow(`current value is "${address}"`);
  });
});

describe('keyIn()', () => {
  it('puts a slash between folder and name, and none when the folder is the root', () => {
    expect(keyIn('a/b', 'c.jpg')).toBe('a/b/c.jpg');
    expect(keyIn('', 'c.jpg')).toBe('c.jpg');
  });
});
