import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { percentEncode } from '../../../src/shared/http/percent-encode.ts';
import fc from '../../support/properties.ts';
import { code } from './multipart-bed.ts';
import { element, type OssTestServer, send, startOssTestServer } from './oss-test-server.ts';

let server: OssTestServer;
beforeAll(async () => {
  server = await startOssTestServer();
  server.state.createBucket('other', 'cn-shanghai');
});
beforeEach(() => {
  const properties = {
    contentType: 'image/x',
    headers: { 'x-oss-meta-a': 'old', 'cache-control': 'no-cache' },
  };
  for (const bucket of ['bkt', 'other'])
    server.state.putObject(bucket, 'source', Buffer.from('hello'), properties);
  server.state.deleteObject('bkt', 'copy');
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const ETAG = '"5D41402ABC4B2A76B9719D911017C592"';
const copy = (source: string, headers: Readonly<Record<string, string>> = {}, key = 'copy') =>
  send(server, 'PUT', key, { body: '', headers: { 'x-oss-copy-source': source, ...headers } });

describe('CopyObject', () => {
  it.each([
    [
      'from the bucket, with its headers',
      '/bkt/source',
      {},
      { contentType: 'image/x', headers: { 'x-oss-meta-a': 'old', 'cache-control': 'no-cache' } },
    ],
    [
      'from another bucket',
      '/other/source',
      { 'x-oss-metadata-directive': 'COPY', 'x-oss-meta-a': 'new' },
      { headers: { 'x-oss-meta-a': 'old' } },
    ],
    [
      'with new headers',
      '/bkt/source',
      { 'x-oss-metadata-directive': 'REPLACE', 'x-oss-meta-b': 'new' },
      { headers: { 'x-oss-meta-b': 'new' }, contentType: 'application/octet-stream' },
    ],
  ])('copies %s', async (_, source, headers, expected) => {
    const answer = await copy(source, headers);
    expect(answer.status).toBe(200);
    expect(element(answer.text, 'ETag')).toBe(ETAG.replaceAll('"', '&quot;'));
    expect(element(answer.text, 'LastModified')).toMatch(/T\d\d:\d\d:\d\d\.000Z$/);
    const object = server.state.getObject('bkt', 'copy');
    expect(object).toMatchObject({ type: 'Normal', bytes: Buffer.from('hello'), ...expected });
  });

  it('replaces the metadata of an object that is copied onto itself, whatever the directive', async () => {
    for (const directive of ['COPY', 'REPLACE']) {
      const headers = { 'x-oss-metadata-directive': directive, 'x-oss-meta-b': directive };
      expect((await copy('/bkt/source', headers, 'source')).status).toBe(200);
      expect(server.state.getObject('bkt', 'source')?.headers).toEqual({ 'x-oss-meta-b': directive });
    }
  });

  it('leaves the rest of an object that is copied onto itself as it was', async () => {
    for (const type of ['Multipart', 'Appendable'] as const) {
      const origin = { type, etag: 'ABC-2' };
      const before = server.state.putObject('bkt', 'source', Buffer.from('hello'), { origin });
      await copy('/bkt/source', {}, 'source');
      const { etag, crc64 } = before;
      expect(server.state.getObject('bkt', 'source')).toMatchObject({
        type,
        etag,
        crc64,
        bytes: Buffer.from('hello'),
      });
    }
  });

  it('makes a normal object of one that was written in several pieces', async () => {
    const origin = { type: 'Multipart', etag: 'ABC-2' } as const;
    server.state.putObject('bkt', 'pieces', Buffer.from('hello'), { origin });
    await copy('/bkt/pieces');
    expect(server.state.getObject('bkt', 'copy')).toMatchObject({ type: 'Normal', etag: ETAG.slice(1, -1) });
  });

  it.each([
    ['if-match', ETAG, 200],
    ['if-match', '"other"', 412],
    ['if-none-match', ETAG, 304],
    ['if-none-match', '"other"', 200],
    ['if-unmodified-since', 'Sat, 01 Jan 2000 00:00:00 GMT', 412],
    ['if-modified-since', 'Sat, 01 Jan 2000 00:00:00 GMT', 200],
    ['if-modified-since', 'Wed, 01 Jan 2098 00:00:00 GMT', 304],
  ])('heeds x-oss-copy-source-%s: %s', async (name, value, status) => {
    const answer = await copy('/bkt/source', { [`x-oss-copy-source-${name}`]: value });
    expect(answer.status).toBe(status);
    if (status === 412) expect(element(answer.text, 'Condition')).toBe(`x-oss-copy-source-${name}`);
    expect(server.state.getObject('bkt', 'copy') === undefined).toBe(status !== 200);
  });

  it.each([
    ['the source is missing', '/bkt/missing', {}, 404, 'NoSuchKey'],
    ['the bucket of the source is missing', '/no-such-bucket/k', {}, 404, 'NoSuchBucket'],
    ['the bucket of the source is in another region', '/far-away/k', {}, 403, 'AccessDenied'],
    ['the source has no slash', 'bkt/source', {}, 400, 'InvalidArgument'],
    ['the source has no key', '/bkt/', {}, 400, 'InvalidArgument'],
    ['the source is no UTF-8', '/bkt/%ff', {}, 400, 'InvalidArgument'],
    ['the source is a version', '/bkt/source?versionId=1', {}, 501, 'NotImplemented'],
    [
      'the directive is unknown',
      '/bkt/source',
      { 'x-oss-metadata-directive': 'copy' },
      400,
      'InvalidArgument',
    ],
  ])('copies nothing when %s', async (_, source, headers, status, expected) => {
    expect(code(await copy(source, headers))).toEqual([status, expected]);
    expect(server.state.getObject('bkt', 'copy')).toBeUndefined();
  });

  it('keeps an object that may not be overwritten', async () => {
    const headers = { 'x-oss-forbid-overwrite': 'true' };
    expect((await copy('/bkt/source', headers)).status).toBe(200);
    server.state.putObject('bkt', 'source', Buffer.from('changed'));
    expect(code(await copy('/bkt/source', headers))).toEqual([409, 'FileAlreadyExists']);
    expect(server.state.getObject('bkt', 'copy')?.bytes.toString()).toBe('hello');
  });

  it('finds any key, encoded like a path or like the value of a form', async () => {
    const key = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((one) => !/^[/\\]/.test(one));
    await fc.assert(
      fc.asyncProperty(key, async (one) => {
        server.state.putObject('other', one, Buffer.from(one));
        for (const encoded of [percentEncode(one), percentEncode(one).replaceAll('%20', '+')]) {
          expect((await copy(`/other/${encoded}`)).status).toBe(200);
          expect(server.state.getObject('bkt', 'copy')?.bytes.toString()).toBe(one);
        }
      }),
      { numRuns: 30 },
    );
  });
});
