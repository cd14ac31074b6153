import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signedUrl } from '../../../src/emulator/signature/signed-url.ts';
import {
  account,
  element,
  type OssTestServer,
  regionId,
  send,
  startOssTestServer,
} from './oss-test-server.ts';
import { slowRequest } from './slow-request.ts';

let server: OssTestServer;
beforeAll(async () => {
  server = await startOssTestServer({ maxBodyBytes: 1000 });
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const signer = { account, regionId, expiresSeconds: 60 };
const md5 = (body: string) => createHash('md5').update(body).digest('base64');

describe('PutObject', () => {
  it('stores the body with its type and metadata and tells its digests', async () => {
    const headers = { 'content-type': 'text/x', 'x-oss-meta-a': 'b', 'content-md5': md5('hello') };
    const { status, headers: head } = await send(server, 'PUT', 'stored', { body: 'hello', headers });
    expect(status).toBe(200);
    expect(head).toMatchObject({
      etag: '"5D41402ABC4B2A76B9719D911017C592"',
      'content-md5': md5('hello'),
      'x-oss-hash-crc64ecma': expect.stringMatching(/^\d+$/),
      'x-oss-request-id': expect.stringMatching(/^[0-9A-F]{24}$/),
      'x-oss-server-time': expect.stringMatching(/^\d+$/),
      server: 'AliyunOSS',
    });
    expect(server.state.getObject('bkt', 'stored')).toMatchObject({
      bytes: Buffer.from('hello'),
      contentType: 'text/x',
      headers: { 'x-oss-meta-a': 'b' },
    });
  });

  it.each([
    ['the digest is of another body', 'k', { 'content-md5': md5('other') }, 400, 'InvalidDigest'],
    ['the digest is none', 'k', { 'content-md5': 'x' }, 400, 'InvalidDigest'],
    ['there is If-Match', 'k', { 'if-match': '*' }, 400, 'NotImplemented'],
    ['there is If-None-Match', 'k', { 'if-none-match': '*' }, 400, 'NotImplemented'],
    ['the overwrite header is unknown', 'k', { 'x-oss-forbid-overwrite': '1' }, 400, 'InvalidArgument'],
    ['the key starts with a slash', '/k', {}, 400, 'InvalidObjectName'],
    ['the key starts with a backslash', '\\k', {}, 400, 'InvalidObjectName'],
    ['the key has 1,024 bytes', `k${'图'.repeat(341)}`, {}, 400, 'InvalidObjectName'],
  ])('stores nothing when %s', async (_, key, headers, status, code) => {
    const answer = await send(server, 'PUT', key, { body: 'hello', headers });
    expect([answer.status, element(answer.text, 'Code')]).toEqual([status, code]);
    expect(server.state.getObject('bkt', key)).toBeUndefined();
  });

  it('takes a key of 1,023 bytes', async () => {
    expect(await send(server, 'PUT', '图'.repeat(341), { body: '' })).toMatchObject({ status: 200 });
  });

  it('keeps the first object when overwriting is forbidden', async () => {
    const headers = { 'x-oss-forbid-overwrite': 'true' };
    const first = await send(server, 'PUT', 'once', { body: 'one', headers });
    const second = await send(server, 'PUT', 'once', { body: 'two', headers });
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(element(second.text, 'Code')).toBe('FileAlreadyExists');
    expect(server.state.getObject('bkt', 'once')?.bytes.toString()).toBe('one');
  });

  it('keeps an object that came while its own body was coming in, when overwriting is forbidden', async () => {
    const slow = await slowRequest(server, 'PUT', 'race', { headers: { 'x-oss-forbid-overwrite': 'true' } });
    await send(server, 'PUT', 'race', { body: 'first' });
    expect(await slow.finish()).toEqual([409, 'FileAlreadyExists']);
    expect(server.state.getObject('bkt', 'race')?.bytes.toString()).toBe('first');
  });

  it.each([
    ['its length says so', false],
    ['it comes in chunks', true],
  ])('refuses a body that is too long when %s', async (_, chunked) => {
    const answer = await send(server, 'PUT', 'too-long', { body: Buffer.alloc(100_000), chunked });
    expect([answer.status, element(answer.text, 'Code')]).toEqual([400, 'EntityTooLarge']);
    expect(server.state.getObject('bkt', 'too-long')).toBeUndefined();
  });

  it('takes a body in chunks', async () => {
    expect(await send(server, 'PUT', 'chunked', { body: 'hello', chunked: true })).toMatchObject({
      status: 200,
    });
    expect(server.state.getObject('bkt', 'chunked')?.bytes.toString()).toBe('hello');
  });

  it('is refused when there is neither a length nor chunks', async () => {
    const answer = await overSocket(`PUT ${signed('no-length')}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 411 [\s\S]*<Code>MissingContentLength</);
  });

  it('stores nothing when the client goes away in the middle of the body', async () => {
    const head = `PUT ${signed('cut')}\r\nContent-Length: 100\r\n\r\n`;
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`${head}only a part`);
    await vi.waitFor(() => expect(server.arrivals.at(-1)).toContain('/bkt/cut?'));
    socket.destroy();
    await vi.waitFor(() => expect(server.settled()).toBe(server.arrivals.length));
    expect(server.state.getObject('bkt', 'cut')).toBeUndefined();
  });

  it('stores nothing when the body ends before its length', async () => {
    const head = `PUT ${signed('short')}\r\nContent-Length: 100\r\n\r\n`;
    const answer = await overSocket(`${head}only a part`);
    expect(answer).not.toContain('200');
    expect(server.state.getObject('bkt', 'short')).toBeUndefined();
  });
});

/** What follows the method in a request, up to the headers that are not signed. */
function signed(key: string): string {
  const { pathname, search } = new URL(
    signedUrl('http://x', { bucket: 'bkt', key }, { ...signer, method: 'PUT', now: Date.now() }),
  );
  return `${pathname}${search} HTTP/1.1\r\nHost: localhost`;
}

/** Sends, says that no more comes, and reads what is answered. */
async function overSocket(text: string): Promise<string> {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
