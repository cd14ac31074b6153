import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OssState } from '../../../src/emulator/oss/oss-state.ts';
import { ossV4Authorization } from '../../../src/emulator/signature/oss-v4.ts';
import { code, multipartCalls } from './multipart-bed.ts';
import {
  account,
  element,
  type OssTestServer,
  regionId,
  send,
  sendRaw,
  startOssTestServer,
} from './oss-test-server.ts';

let server: OssTestServer;
beforeAll(async () => {
  const now = Date.parse('2026-11-29T12:00:00.678Z');
  server = await startOssTestServer({ state: new OssState({ now: () => now }) });
  server.state.putObject('bkt', 'k', Buffer.from('hello'), { headers: { 'x-oss-meta-a': 'b' } });
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

describe('what clients ask to see whether something exists', () => {
  it('HEAD ?objectMeta tells ETag, length and date of an object, and no more', async () => {
    const { status, headers } = await send(server, 'HEAD', 'k', { query: 'objectMeta' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-length': '5',
      etag: '"5D41402ABC4B2A76B9719D911017C592"',
      'last-modified': 'Sun, 29 Nov 2026 12:00:00 GMT',
    });
    for (const name of ['x-oss-meta-a', 'content-type', 'x-oss-object-type'])
      expect(headers).not.toHaveProperty(name);
  });

  it('HEAD ?objectMeta of a missing object has NoSuchKey in a header', async () => {
    const { status, headers } = await send(server, 'HEAD', 'missing', { query: 'objectMeta' });
    expect(status).toBe(404);
    expect(element(Buffer.from(String(headers['x-oss-err']), 'base64').toString(), 'Code')).toBe('NoSuchKey');
  });

  it('a request with Date instead of x-oss-date is served', async () => {
    const headers = { date: new Date().toUTCString(), 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD' };
    const request = { method: 'HEAD', url: '/bkt/k?objectMeta', headers };
    const authorization = ossV4Authorization(request, { bucket: 'bkt', key: 'k' }, { account, regionId });
    const answer = await sendRaw(server, 'HEAD', request.url, { ...headers, authorization });
    expect(answer.status).toBe(200);
  });

  it('GET ?acl tells that the bucket is private, and whose it is', async () => {
    const { status, text } = await send(server, 'GET', '', { query: 'acl' });
    expect([status, element(text, 'Grant')]).toEqual([200, 'private']);
    expect(element(text, 'ID')).toMatch(/^\d+$/);
    expect(text).toContain('<AccessControlPolicy>');
    expect(code(await send(server, 'GET', 'k', { query: 'acl' }))).toEqual([501, 'NotImplemented']);
  });

  it('GET ?stat counts objects and the parts of unfinished uploads', async () => {
    const { initiate, putPart, abort } = multipartCalls(() => server);
    server.state.putObject('bkt', 'l', Buffer.from('more'));
    const id = await initiate('unfinished');
    await putPart('unfinished', id, 1, 'part');
    await putPart('unfinished', id, 2, 'parts');
    const { text } = await send(server, 'GET', '', { query: 'stat' });
    expect(
      ['Storage', 'ObjectCount', 'MultipartUploadCount', 'MultipartPartCount', 'MultipartPartStorage'].map(
        (name) => Number(element(text, name)),
      ),
    ).toEqual([9, 2, 1, 2, 9]);
    expect(element(text, 'LastModifiedTime')).toMatch(/^\d{10}$/);
    await abort('unfinished', id);
    expect(element((await send(server, 'GET', '', { query: 'stat' })).text, 'MultipartPartCount')).toBe('0');
  });
});
