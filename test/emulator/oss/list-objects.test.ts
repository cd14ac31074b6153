import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OssState } from '../../../src/emulator/oss/oss-state.ts';
import { element, elements, type OssTestServer, send, startOssTestServer } from './oss-test-server.ts';

const KEYS = ['a/1', 'a/2', 'a/x/3', 'b & c', 'z', '图/1', '\u{ff5e}', '😀'];
let server: OssTestServer;
beforeAll(async () => {
  const now = Date.parse('2026-11-29T12:00:00.678Z');
  server = await startOssTestServer({ state: new OssState({ now: () => now }) });
  for (const key of KEYS.toReversed()) server.state.putObject('bkt', key, Buffer.from(key));
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const list = async (query: string) => (await send(server, 'GET', '', { query })).text;
const unescaped = (texts: readonly string[]) => texts.map((text) => text.replaceAll('&amp;', '&'));

describe.each([
  ['ListObjects', ''],
  ['ListObjectsV2', 'list-type=2&'],
])('%s', (name, start) => {
  it('lists keys in the order of their bytes, with what is known of each', async () => {
    const text = await list(`${start}max-keys=1000`);
    expect(unescaped(elements(text, 'Key'))).toEqual(KEYS);
    expect(element(text, 'ETag')).toMatch(/^&quot;[0-9A-F]{32}&quot;$/);
    expect(element(text, 'LastModified')).toBe('2026-11-29T12:00:00.000Z');
    expect(elements(text, 'Size')).toEqual(KEYS.map((key) => String(Buffer.byteLength(key))));
    expect(element(text, 'IsTruncated')).toBe('false');
    expect(elements(text, 'ID').length).toBe(name === 'ListObjects' ? KEYS.length : 0);
  });

  it('rolls keys up at a delimiter behind a prefix', async () => {
    const text = await list(`${start}prefix=a%2F&delimiter=%2F`);
    expect(elements(text, 'Key')).toEqual(['a/1', 'a/2']);
    expect(elements(text, 'Prefix')).toEqual(['a/', 'a/x/']);
  });

  it('encodes what it names when asked for', async () => {
    const text = await list(`${start}prefix=b%20&encoding-type=url&delimiter=%2F`);
    expect(elements(text, 'Key')).toEqual(['b%20%26%20c']);
    expect(element(text, 'Prefix')).toBe('b%20');
    expect(element(text, 'EncodingType')).toBe('url');
  });

  it.each(['max-keys=0', 'max-keys=1001', 'max-keys=x', 'encoding-type=base64'])(
    'refuses %s',
    async (query) => {
      expect(element(await list(`${start}${query}`), 'Code')).toBe('InvalidArgument');
    },
  );
});

describe('ListObjects', () => {
  it('goes on after the marker until all is listed, when pages end within common prefixes too', async () => {
    const pages: string[][] = [];
    for (let marker: string | undefined = ''; marker !== undefined; ) {
      const text = await list(`max-keys=2&delimiter=%2F&marker=${encodeURIComponent(marker)}`);
      const prefixes = elements(text, 'Prefix').filter((prefix) => prefix !== '');
      pages.push([...unescaped(elements(text, 'Key')), ...prefixes].toSorted());
      marker = element(text, 'NextMarker')?.replaceAll('&amp;', '&');
    }
    expect(pages).toEqual([
      ['a/', 'b & c'],
      ['z', '图/'],
      ['😀', '\u{ff5e}'],
    ]); // within a page sorted by UTF-16
  });

  it('lists 100 keys when not told how many', async () => {
    for (let i = 0; i < 120; i++) server.state.putObject('bkt', `many/${i}`, Buffer.of());
    const text = await list('prefix=many%2F');
    expect([elements(text, 'Key').length, element(text, 'MaxKeys')]).toEqual([100, '100']);
  });
});

describe('ListObjectsV2', () => {
  it('goes on with the continuation token until all is listed', async () => {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const text = await list(
        `list-type=2&max-keys=2&prefix=a%2F${token ? `&continuation-token=${token}` : ''}`,
      );
      keys.push(...elements(text, 'Key'));
      expect(element(text, 'KeyCount')).toBe(String(elements(text, 'Key').length));
      token = element(text, 'NextContinuationToken');
      expect(element(text, 'IsTruncated')).toBe(String(token !== undefined));
    } while (token !== undefined);
    expect(keys).toEqual(['a/1', 'a/2', 'a/x/3']);
  });

  it('starts behind start-after and tells owners when asked to', async () => {
    const text = await list('list-type=2&start-after=a%2F1&fetch-owner=true&prefix=a%2F');
    expect(elements(text, 'Key')).toEqual(['a/2', 'a/x/3']);
    expect(elements(text, 'ID').length).toBe(2);
  });

  it('refuses a token that it did not give', async () => {
    expect(element(await list('list-type=2&continuation-token=%21'), 'Code')).toBe('InvalidArgument');
  });
});

describe('GetBucketInfo and GetBucketLocation', () => {
  it('GetBucketInfo tells when the bucket was made, in whole seconds', async () => {
    expect(element(await list('bucketInfo'), 'CreationDate')).toBe('2026-11-29T12:00:00.000Z');
  });

  it('tell where the bucket is', async () => {
    expect(element(await list('bucketInfo'), 'ExtranetEndpoint')).toBe('oss-cn-shanghai.aliyuncs.com');
    expect(await list('location')).toContain('<LocationConstraint>oss-cn-shanghai</LocationConstraint>');
  });
});
