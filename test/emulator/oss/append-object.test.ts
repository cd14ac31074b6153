import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crc64 } from '../../../src/shared/text/crc64.ts';
import fc from '../../support/properties.ts';
import { code } from './multipart-bed.ts';
import { element, type OssTestServer, send, startOssTestServer } from './oss-test-server.ts';
import { slowRequest } from './slow-request.ts';

let server: OssTestServer;
beforeAll(async () => {
  server = await startOssTestServer();
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const append = (key: string, position: number | string, body: string | Uint8Array, headers = {}) =>
  send(server, 'POST', key, { query: `append&position=${position}`, body, headers });
const bytesOf = (key: string) => server.state.getObject('bkt', key)?.bytes;

describe('AppendObject', () => {
  it('makes an object of any pieces, one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 1, maxLength: 6 }),
        async (pieces) => {
          server.state.deleteObject('bkt', 'any');
          let whole = Buffer.of();
          const etags = new Set<string>();
          for (const piece of pieces) {
            const { status, headers } = await append('any', whole.length, piece);
            whole = Buffer.concat([whole, piece]);
            expect(status).toBe(200);
            expect(headers).toMatchObject({
              'x-oss-next-append-position': String(whole.length),
              'x-oss-hash-crc64ecma': crc64(whole),
            });
            expect(headers).not.toHaveProperty('content-md5');
            etags.add(String(headers.etag));
          }
          expect(bytesOf('any')?.equals(whole)).toBe(true);
          expect(etags.size).toBe(pieces.length);
          expect(etags).not.toContain(`"${createHash('md5').update(whole).digest('hex').toUpperCase()}"`);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('takes the headers of the first append alone', async () => {
    await append('headers', 0, 'a', { 'content-type': 'text/x', 'x-oss-meta-a': 'first' });
    await append('headers', 1, 'b', { 'content-type': 'text/y', 'x-oss-meta-b': 'second' });
    const { headers, text } = await send(server, 'GET', 'headers');
    expect(text).toBe('ab');
    expect(headers).toMatchObject({
      'content-type': 'text/x',
      'x-oss-meta-a': 'first',
      'x-oss-object-type': 'Appendable',
      'x-oss-next-append-position': '2',
    });
    expect(headers).not.toHaveProperty('x-oss-meta-b');
    const listed = await send(server, 'GET', '', { query: 'prefix=headers' });
    expect(element(listed.text, 'Type')).toBe('Appendable');
  });

  it.each([
    ['before the end', 3, '5'],
    ['behind the end', 6, '5'],
    ['at the beginning again', 0, '5'],
  ])('says where the end is when the position lies %s', async (_, position, next) => {
    server.state.deleteObject('bkt', 'k');
    await append('k', 0, 'hello');
    const answer = await append('k', position, '!');
    expect(code(answer)).toEqual([409, 'PositionNotEqualToLength']);
    expect(answer.headers['x-oss-next-append-position']).toBe(next);
    expect(bytesOf('k')?.toString()).toBe('hello');
  });

  it('begins at 0', async () => {
    const answer = await append('missing', 5, '!');
    expect(code(answer)).toEqual([409, 'PositionNotEqualToLength']);
    expect(answer.headers['x-oss-next-append-position']).toBe('0');
    expect(bytesOf('missing')).toBeUndefined();
  });

  it.each([['Normal'], ['Multipart']] as const)('refuses an object that is %s', async (type) => {
    const origin = type === 'Normal' ? undefined : { type, etag: 'ABC-1' };
    server.state.putObject('bkt', 'other', Buffer.of(), { origin });
    expect(code(await append('other', 0, '!'))).toEqual([409, 'ObjectNotAppendable']);
    expect(bytesOf('other')?.length).toBe(0);
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ['the position is missing', 'append', {}, 400, 'MissingArgument'],
    ['the position is negative', 'append&position=-1', {}, 400, 'InvalidArgument'],
    ['the position is empty', 'append&position=', {}, 400, 'InvalidArgument'],
    ['the digest is of another body', 'append&position=0', { 'content-md5': 'x' }, 400, 'InvalidDigest'],
    ['it has a condition', 'append&position=0', { 'if-match': '*' }, 400, 'NotImplemented'],
  ])('appends nothing when %s', async (_, query, headers, status, expected) => {
    expect(code(await send(server, 'POST', 'none', { query, body: '!', headers }))).toEqual([
      status,
      expected,
    ]);
    expect(bytesOf('none')).toBeUndefined();
  });

  it('lets the first win of two that append at the same place', async () => {
    const slow = await slowRequest(server, 'POST', 'race', { query: 'append&position=0' });
    expect((await append('race', 0, '!')).status).toBe(200);
    expect(await slow.finish()).toEqual([409, 'PositionNotEqualToLength']);
    expect(bytesOf('race')?.toString()).toBe('!');
  });
});
