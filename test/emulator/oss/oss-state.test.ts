import { describe, expect, it } from 'vitest';
import { OssState } from '../../../src/emulator/oss/oss-state.ts';

describe('OssState', () => {
  it('keeps what is put and tells where buckets are', () => {
    const state = new OssState({ now: () => 5 });
    state.createBucket('bkt', 'cn-shanghai');
    const object = state.putObject('bkt', 'k', Buffer.from('hello'), { contentType: 'text/plain' });
    expect(state.getObject('bkt', 'k')).toBe(object);
    expect(object).toMatchObject({
      contentType: 'text/plain',
      etag: '5D41402ABC4B2A76B9719D911017C592',
      lastModified: 5,
    });
    expect([state.hasBucket('bkt'), state.hasBucket('other')]).toEqual([true, false]);
    expect([state.bucketRegion('bkt'), state.bucketRegion('other')]).toEqual(['cn-shanghai', undefined]);
    expect([state.deleteObject('bkt', 'k'), state.deleteObject('bkt', 'k')]).toEqual([true, false]);
    expect(state.getObject('other', 'k')).toBeUndefined();
  });

  it.each([
    ['a bucket name is too short', (state: OssState) => state.createBucket('ab', 'r')],
    ['a bucket is there already', (state: OssState) => state.createBucket('bkt', 'r')],
    ['the bucket is missing', (state: OssState) => state.putObject('other', 'k', Buffer.of())],
    ['the key is empty', (state: OssState) => state.putObject('bkt', '', Buffer.of())],
  ])('throws a RangeError when %s', (_, act) => {
    const state = new OssState();
    state.createBucket('bkt', 'r');
    expect(() => act(state)).toThrow(RangeError);
  });
});
