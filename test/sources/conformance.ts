import { expect, it } from 'vitest';
import type { ListedObject, ObjectSource } from '../../src/shared/objects/object-store.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { all } from '../support/items.ts';

/** A source that a test can fill. */
export interface FilledSource {
  readonly source: ObjectSource;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Whether listings say sizes; a list of URLs cannot. */
  readonly knowsSizes: boolean;
  /** Whether a changed object has another ETag; a file has none. */
  readonly hasEtags: boolean;
}

/** What keys of shops look like, and what breaks URLs, XML and signatures. */
const ODD_KEYS = [
  '图片/衬衫 蓝.jpg',
  'a b  c.jpg',
  'a%2Fb.jpg',
  'a+b.jpg',
  "a!'()*b~.jpg",
  '\u{ff5e}.png',
  'a&b=c;d#e?f.jpg',
  '<key>"&amp;.jpg',
  'a.jpg',
  'a/1.jpg',
  'a1.jpg',
];

const TEN = Buffer.from('0123456789');

/** What every source does. `open` gives the same source each time. */
export function conforms(open: () => FilledSource): void {
  const keysIn = async (prefix: string) => (await all(open().source.list(prefix))).map(({ key }) => key);
  const bytesOf = async (key: string, offset: number, length: number) => {
    const { bytes, size } = await open().source.read(key, { offset, length });
    return [Buffer.from(bytes).toString(), size];
  };

  it('list() gives every key with the prefix once, in the order of UTF-8, and read() reads it', async () => {
    const { put, knowsSizes } = open();
    for (const key of ODD_KEYS) await put(`odd/${key}`, Buffer.from(key));
    await put('oddly.jpg', TEN);
    const listed: ListedObject[] = await all(open().source.list('odd/'));
    const expected = ODD_KEYS.map((key) => Buffer.from(`odd/${key}`)).sort(Buffer.compare);
    expect(listed.map(({ key }) => key)).toEqual(expected.map(String));
    for (const { key, bytes, modified } of listed) {
      const content = key.slice('odd/'.length);
      expect(await bytesOf(key, 0, 99)).toEqual([content, Buffer.byteLength(content)]);
      if (!knowsSizes) continue;
      expect(bytes).toBe(Buffer.byteLength(content));
      expect(modified).toBeInstanceOf(Date);
    }
    expect(await keysIn('odd/a')).toHaveLength(8);
    expect(await keysIn('none/')).toEqual([]);
  });

  it.each([
    ['the first byte', 0, 1, '0'],
    ['the middle', 3, 4, '3456'],
    ['more than there is', 8, 99, '89'],
    ['what is behind the end', 10, 5, ''],
    ['what is far behind the end', 999, 5, ''],
  ])('read() gives %s', async (_, offset, length, text) => {
    await open().put('ten.txt', TEN);
    expect(await bytesOf('ten.txt', offset, length)).toEqual([text, 10]);
  });

  it('read() gives nothing of an empty object', async () => {
    await open().put('empty.jpg', Buffer.alloc(0));
    expect(await bytesOf('empty.jpg', 0, 5)).toEqual(['', 0]);
  });

  it('read() reads a large object part by part', async () => {
    const large = Buffer.alloc(300_000, 'abcdefg');
    await open().put('large.bin', large);
    const parts = [];
    for (let offset = 0; offset < large.length; offset += 131_072)
      parts.push((await open().source.read('large.bin', { offset, length: 131_072 })).bytes);
    expect(Buffer.concat(parts).equals(large)).toBe(true);
  });

  it('read() rejects with NoSuchKey, and head() gives undefined, when there is no such object', async () => {
    const { source } = open();
    const failure = await failureOf(source.read('none.jpg', { offset: 0, length: 5 }));
    expect(failure).toMatchObject({ code: 'NoSuchKey', retryable: false });
    if (source.head !== undefined) expect(await source.head('none.jpg')).toBeUndefined();
  });

  it('read() rejects with PreconditionFailed when the object was replaced', async () => {
    const { put, hasEtags } = open();
    await put('changing.jpg', TEN);
    const { etag } = await open().source.read('changing.jpg', { offset: 0, length: 2 });
    expect(etag !== undefined).toBe(hasEtags);
    if (etag === undefined) return;
    const same = await open().source.read('changing.jpg', { offset: 2, length: 2, etag });
    expect(Buffer.from(same.bytes).toString()).toBe('23');
    await put('changing.jpg', Buffer.from('9876543210'));
    const failure = await failureOf(open().source.read('changing.jpg', { offset: 4, length: 2, etag }));
    expect(failure).toMatchObject({ code: 'PreconditionFailed', retryable: false });
  });

  it('every method rejects with the reason of a signal that has aborted', async () => {
    const reason = new Error('enough');
    const options = { signal: AbortSignal.abort(reason) };
    const { source } = open();
    expect(await rejection(source.read('ten.txt', { offset: 0, length: 1 }, options))).toBe(reason);
    expect(await rejection(all(source.list('', options)))).toBe(reason);
    if (source.head !== undefined) expect(await rejection(source.head('ten.txt', options))).toBe(reason);
  });

  it.each([
    [-1, 5],
    [0, 0],
    [0.5, 1],
  ])('read() throws a RangeError for offset %d and length %d', async (offset, length) => {
    const error = await rejection(open().source.read('ten.txt', { offset, length }));
    expect(error).toBeInstanceOf(RangeError);
  });
}
