import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEAST_PART_BYTES } from '../../../src/emulator/oss/multipart-uploads.ts';
import { OssState } from '../../../src/emulator/oss/oss-state.ts';
import { crc64 } from '../../../src/shared/text/crc64.ts';
import { code, md5, multipartCalls, upper } from './multipart-bed.ts';
import { element, elements, type OssTestServer, send, startOssTestServer } from './oss-test-server.ts';

let server: OssTestServer;
beforeAll(async () => {
  const now = Date.parse('2026-11-29T12:00:00.678Z');
  server = await startOssTestServer({ state: new OssState({ now: () => now }) });
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const { initiate, putPart, abort } = multipartCalls(() => server);

describe('ListParts', () => {
  it('pages by part numbers, and names the next marker always', async () => {
    const id = await initiate('图');
    for (const number of [12, 3, 7]) await putPart('图', id, number, `part ${number}`);
    const pages: (string | undefined)[][] = [];
    for (const marker of ['', '&part-number-marker=7', '&part-number-marker=12']) {
      const { text } = await send(server, 'GET', '图', {
        query: `uploadId=${id}&max-parts=2&encoding-type=url${marker}`,
      });
      pages.push([
        element(text, 'Key'),
        elements(text, 'PartNumber').join(),
        element(text, 'NextPartNumberMarker'),
        element(text, 'IsTruncated'),
      ]);
    }
    expect(pages).toEqual([
      ['%E5%9B%BE', '3,7', '7', 'true'],
      ['%E5%9B%BE', '12', '12', 'false'],
      ['%E5%9B%BE', '', '12', 'false'],
    ]);
    const { text } = await send(server, 'GET', '图', { query: `uploadId=${id}` });
    const names = [
      'Bucket',
      'Key',
      'UploadId',
      'PartNumberMarker',
      'MaxParts',
      'LastModified',
      'ETag',
      'Size',
      'HashCrc64ecma',
    ];
    expect(names.map((name) => element(text, name))).toEqual([
      ...['bkt', '图', id, '0', '1000', '2026-11-29T12:00:00.000Z'],
      ...[`&quot;${upper(md5('part 3'))}&quot;`, '6', crc64(Buffer.from('part 3'))],
    ]);
    for (const query of ['max-parts=0', 'max-parts=1001', 'part-number-marker=x', 'encoding-type=x'])
      expect(code(await send(server, 'GET', '图', { query: `uploadId=${id}&${query}` }))).toEqual([
        400,
        'InvalidArgument',
      ]);
    await abort('图', id);
  });
});

describe('ListMultipartUploads', () => {
  it('lists by key and id, and goes on after its markers until all is listed', async () => {
    const keys = ['a/1', 'a/1', 'a/1', 'a/2', 'b', 'c/1', 'c/2', '\u{ff5e}', '😀'];
    const ids = new Map<string, string>();
    for (const key of keys.toReversed()) ids.set(await initiate(key), key);
    const sorted = [...ids].map(([id, key]) => `${key} ${id}`);
    const all = await listing('max-uploads=1000');
    expect(all.found.toSorted()).toEqual(sorted.toSorted());
    expect(elements(all.text, 'Key')).toEqual(keys);
    for (const size of [1, 2, 4]) {
      const found: string[] = [];
      for (let markers: string | undefined = ''; markers !== undefined; ) {
        const page = await listing(`max-uploads=${size}${markers}`);
        expect(page.found.length).toBeLessThanOrEqual(size);
        found.push(...page.found);
        markers = page.next;
      }
      expect(found).toEqual(all.found);
    }
    const rolledUp: string[] = [];
    for (let markers: string | undefined = ''; markers !== undefined; ) {
      const page = await listing(`delimiter=%2F&max-uploads=1${markers}`);
      rolledUp.push(
        ...elements(page.text, 'Key'),
        ...elements(page.text, 'Prefix').filter((one) => one !== ''),
      );
      markers = page.next;
    }
    expect(rolledUp).toEqual(['a/', 'b', 'c/', '\u{ff5e}', '😀']);
    expect((await listing('prefix=a%2F&key-marker=a%2F1')).found).toHaveLength(1);
    expect(element(all.text, 'Initiated')).toBe('2026-11-29T12:00:00.000Z');
    expect(element((await listing('encoding-type=url&prefix=%F0%9F%98%80')).text, 'Key')).toBe(
      '%F0%9F%98%80',
    );
    expect(code(await send(server, 'GET', '', { query: 'uploads&max-uploads=1001' }))).toEqual([
      400,
      'InvalidArgument',
    ]);
    for (const [id, key] of ids) await abort(key, id);
  });

  async function listing(query: string) {
    const { text } = await send(server, 'GET', '', { query: `uploads&${query}` });
    const [keys, ids] = [elements(text, 'Key'), elements(text, 'UploadId')];
    const [keyMarker = '', idMarker = ''] = [
      element(text, 'NextKeyMarker'),
      element(text, 'NextUploadIdMarker'),
    ];
    const next =
      element(text, 'IsTruncated') === 'true'
        ? `&key-marker=${encodeURIComponent(keyMarker)}&upload-id-marker=${idMarker}`
        : undefined;
    return { text, found: keys.map((key, i) => `${key} ${ids[i]}`), next };
  }
});

describe('UploadPartCopy', () => {
  it.each([
    ['the whole', {}, 'hello'],
    ['a range', { 'x-oss-copy-source-range': 'bytes=1-3' }, 'ell'],
    ['the whole for a range beyond the end', { 'x-oss-copy-source-range': 'bytes=1-9' }, 'hello'],
    ['the whole for a range that is none', { 'x-oss-copy-source-range': '1-3' }, 'hello'],
  ])('makes a part of %s', async (_, headers, expected) => {
    server.state.putObject('bkt', 'source', Buffer.from('hello'));
    const id = await initiate('k');
    const copied = await putPart('k', id, 3, '', {
      headers: { 'x-oss-copy-source': '/bkt/source', ...headers },
    });
    expect(copied.status).toBe(200);
    expect(element(copied.text, 'ETag')).toBe(`&quot;${upper(md5(expected))}&quot;`);
    expect(element(copied.text, 'LastModified')).toBe('2026-11-29T12:00:00.000Z');
    expect(server.state.uploads.get('bkt', 'k', id).parts.get(3)?.bytes.toString()).toBe(expected);
    const conditional = { 'x-oss-copy-source': '/bkt/source', 'x-oss-copy-source-if-match': 'x' };
    expect(code(await putPart('k', id, 3, '', { headers: conditional }))).toEqual([
      412,
      'PreconditionFailed',
    ]);
    await abort('k', id);
  });
});

describe('unfinished uploads', () => {
  it('hold no more of a source than the range that was copied', async () => {
    server.state.putObject('bkt', 'large', Buffer.alloc(100_000));
    const id = await initiate('k');
    const headers = { 'x-oss-copy-source': '/bkt/large', 'x-oss-copy-source-range': 'bytes=0-9' };
    expect((await putPart('k', id, 1, '', { headers })).status).toBe(200);
    const source = server.state.getObject('bkt', 'large')?.bytes.buffer;
    expect(server.state.uploads.get('bkt', 'k', id).parts.get(1)?.bytes.buffer).not.toBe(source);
    await abort('k', id);
  });

  it('are refused when they are more than the emulator holds, and make room when they end', async () => {
    const room = 4 * LEAST_PART_BYTES;
    await using small = await startOssTestServer({ state: new OssState(undefined, room) });
    const begin = () => send(small, 'POST', 'k', { query: 'uploads', body: '' });
    const id = element((await begin()).text, 'UploadId') ?? '';
    const put = (number: number, body: Uint8Array) =>
      send(small, 'PUT', 'k', { query: `partNumber=${number}&uploadId=${id}`, body });
    expect((await put(1, Buffer.of(1))).status).toBe(200); // counts as one of the smallest size
    expect((await put(2, Buffer.alloc(2 * LEAST_PART_BYTES))).status).toBe(200);
    const full = await put(3, Buffer.of(1));
    expect(code(full)).toEqual([400, 'EntityTooLarge']);
    expect(element(full.text, 'MaxSizeAllowed')).toBe(String(room));
    expect(code(await begin())).toEqual([400, 'EntityTooLarge']);
    expect((await put(2, Buffer.alloc(LEAST_PART_BYTES))).status).toBe(200); // takes the place of the larger one
    expect((await put(3, Buffer.of(1))).status).toBe(200);
    expect((await send(small, 'DELETE', 'k', { query: `uploadId=${id}` })).status).toBe(204);
    for (let i = 0; i < 4; i++) expect((await begin()).status).toBe(200);
    expect(code(await begin())).toEqual([400, 'EntityTooLarge']);
    small.state.clear();
    expect((await begin()).status).toBe(200);
    expect(small.defects).toEqual([]);
  });
});
