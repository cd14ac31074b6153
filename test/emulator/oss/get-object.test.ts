import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OssState } from '../../../src/emulator/oss/oss-state.ts';
import { element, type OssTestServer, send, startOssTestServer } from './oss-test-server.ts';

const written = Date.parse('2026-01-02T03:04:05.678Z');
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
let server: OssTestServer;
beforeAll(async () => {
  server = await startOssTestServer({ state: new OssState({ now: () => written }) });
  server.state.putObject('bkt', 'k', bytes, {
    contentType: 'image/x',
    headers: { 'x-oss-meta-a': 'b', 'cache-control': 'no-cache' },
  });
  server.state.putObject('bkt', 'empty', Buffer.of());
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const etag = () => `"${server.state.getObject('bkt', 'k')?.etag}"`;

describe('GetObject and HeadObject', () => {
  it.each(['GET', 'HEAD'])('%s tells all of an object', async (method) => {
    const { status, headers, body } = await send(server, method, 'k');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-length': '1000',
      'content-type': 'image/x',
      'cache-control': 'no-cache',
      'x-oss-meta-a': 'b',
      'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT',
      etag: expect.stringMatching(/^"[0-9A-F]{32}"$/),
      'x-oss-hash-crc64ecma': expect.stringMatching(/^\d+$/),
      'x-oss-object-type': 'Normal',
      'x-oss-storage-class': 'Standard',
    });
    expect(body).toEqual(method === 'GET' ? bytes : Buffer.of());
  });

  it.each([
    ['bytes=0-9', {}, 206, 'bytes 0-9/1000', 10],
    ['bytes=990-2000', {}, 200, undefined, 1000],
    ['bytes=990-2000', { 'x-oss-range-behavior': 'standard' }, 206, 'bytes 990-999/1000', 10],
    ['bytes=1000-', {}, 200, undefined, 1000],
  ])('GET answers %s with %o as the service does', async (range, headers, status, contentRange, length) => {
    const answer = await send(server, 'GET', 'k', { headers: { range, ...headers } });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-range']).toBe(contentRange);
    expect(answer.body.length).toBe(length);
    expect(answer.headers['content-length']).toBe(String(length));
  });

  it('GET refuses a standard range that lies behind the end', async () => {
    const headers = { range: 'bytes=0-65535', 'x-oss-range-behavior': 'standard' };
    const answer = await send(server, 'GET', 'empty', { headers });
    expect(answer.status).toBe(416);
    expect(element(answer.text, 'Code')).toBe('InvalidRange');
    expect(element(answer.text, 'ActualObjectSize')).toBe('0');
  });

  const past = 'Fri, 02 Jan 2026 03:04:04 GMT';
  const then = 'Fri, 02 Jan 2026 03:04:05 GMT';
  it.each([
    ['if-match', () => etag(), 200],
    ['if-match', () => '*', 200],
    ['if-match', () => '"other"', 412],
    ['if-none-match', () => '"other"', 200],
    ['if-none-match', () => etag(), 304],
    ['if-unmodified-since', () => then, 200],
    ['if-unmodified-since', () => past, 412],
    ['if-modified-since', () => past, 200],
    ['if-modified-since', () => then, 304],
    ['if-modified-since', () => 'no date', 200],
  ])('GET and HEAD heed %s (row %#)', async (name, value, status) => {
    const headers = { [name]: value() };
    const [get, head] = [
      await send(server, 'GET', 'k', { headers }),
      await send(server, 'HEAD', 'k', { headers }),
    ];
    expect([get.status, head.status]).toEqual([status, status]);
    if (status === 412) {
      expect(element(get.text, 'Code')).toBe('PreconditionFailed');
      expect(element(get.text, 'Condition')).toBe(name);
    }
    if (status === 304) expect([get.text, get.headers.etag]).toEqual(['', etag()]);
  });

  it('GET replaces headers of the answer when the query says so', async () => {
    const query = `response-content-type=text%2Fcsv&response-content-disposition=${encodeURIComponent('图.csv')}`;
    const { headers } = await send(server, 'GET', 'k', { query });
    expect(headers['content-type']).toBe('text/csv');
    expect(Buffer.from(headers['content-disposition'] ?? '', 'latin1').toString()).toBe('图.csv');
    const broken = await send(server, 'GET', 'k', { query: 'response-content-type=a%0Ab' });
    expect(element(broken.text, 'Code')).toBe('InvalidArgument');
  });

  it('GET names the key that is missing', async () => {
    const { status, text } = await send(server, 'GET', 'a<&>b\r');
    expect(status).toBe(404);
    expect(text).toContain('<Code>NoSuchKey</Code>');
    expect(text).toContain('<Key>a&lt;&amp;&gt;b&#xD;</Key>');
    expect(text).toContain('<EC>0026-00000001</EC>');
  });

  it('HEAD carries its error in headers', async () => {
    const { status, headers, text } = await send(server, 'HEAD', 'missing');
    expect([status, text, headers['x-oss-ec']]).toEqual([404, '', '0026-00000001']);
    const document = Buffer.from(String(headers['x-oss-err']), 'base64').toString();
    expect(element(document, 'Code')).toBe('NoSuchKey');
    expect(element(document, 'RequestId')).toBe(headers['x-oss-request-id']);
  });
});

describe('DeleteObject', () => {
  it('answers 204 whether the object was there or not', async () => {
    server.state.putObject('bkt', 'gone', Buffer.of(1));
    const answers = [await send(server, 'DELETE', 'gone'), await send(server, 'DELETE', 'gone')];
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(server.state.getObject('bkt', 'gone')).toBeUndefined();
  });
});
