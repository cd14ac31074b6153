import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEAST_PART_BYTES } from '../../../src/emulator/oss/multipart-uploads.ts';
import { OssState } from '../../../src/emulator/oss/oss-state.ts';
import { crc64 } from '../../../src/shared/text/crc64.ts';
import fc from '../../support/properties.ts';
import { code, listOf, md5, multipartCalls, upper } from './multipart-bed.ts';
import { element, type OssTestServer, send, startOssTestServer } from './oss-test-server.ts';
import { slowRequest } from './slow-request.ts';

let server: OssTestServer;
beforeAll(async () => {
  const now = Date.parse('2026-11-29T12:00:00.678Z');
  server = await startOssTestServer({ state: new OssState({ now: () => now }) });
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const { initiate, putPart, complete, abort } = multipartCalls(() => server);

const PARTS = [randomBytes(LEAST_PART_BYTES), randomBytes(LEAST_PART_BYTES + 1), Buffer.from('end')] as const;
const ETAGS = PARTS.map((part) => upper(md5(part)));

describe('a multipart upload', () => {
  it('ends as an object with an ETag of its parts and the CRC-64 of the whole', async () => {
    const headers = { 'content-type': 'image/x', 'x-oss-meta-a': 'b' };
    const id = await initiate('图/whole', { headers });
    expect(id).toMatch(/^[0-9A-F]{32}$/);
    // In another order, with gaps, and one part twice.
    await putPart('图/whole', id, 9, PARTS[2]);
    await putPart('图/whole', id, 5, 'replaced');
    const answers = [await putPart('图/whole', id, 5, PARTS[1]), await putPart('图/whole', id, 1, PARTS[0])];
    expect(answers[0]?.headers).toMatchObject({
      etag: `"${ETAGS[1]}"`,
      'content-md5': md5(PARTS[1]).toString('base64'),
      'x-oss-hash-crc64ecma': crc64(PARTS[1]),
    });
    expect(server.state.getObject('bkt', '图/whole')).toBeUndefined();

    const quoted = [`"${ETAGS[0]}"`, `&quot;${ETAGS[1]}&quot;`, `&#34;${ETAGS[2]}&#34;`] as const;
    const body = listOf([
      [1, quoted[0]],
      [5, quoted[1]],
      [9, quoted[2]],
    ]);
    const done = await complete('图/whole', id, body, { query: `uploadId=${id}&encoding-type=url` });
    const etag = `${upper(md5(Buffer.concat(PARTS.map(md5))))}-3`;
    expect(done.status).toBe(200);
    expect(done.headers).toMatchObject({
      etag: `"${etag}"`,
      'x-oss-hash-crc64ecma': crc64(Buffer.concat(PARTS)),
    });
    expect(
      ['EncodingType', 'Bucket', 'Key', 'ETag', 'Location'].map((name) => element(done.text, name)),
    ).toEqual([
      'url',
      'bkt',
      '%E5%9B%BE%2Fwhole',
      `&quot;${etag}&quot;`,
      'http://bkt.oss-cn-shanghai.aliyuncs.com/%E5%9B%BE/whole',
    ]);
    const got = await send(server, 'GET', '图/whole');
    expect(got.body.equals(Buffer.concat(PARTS))).toBe(true);
    expect(got.headers).toMatchObject({ ...headers, etag: `"${etag}"`, 'x-oss-object-type': 'Multipart' });
    expect(got.headers).not.toHaveProperty('content-md5');
    expect(code(await complete('图/whole', id, body))).toEqual([404, 'NoSuchUpload']);
  });

  it('takes all parts when x-oss-complete-all says so', async () => {
    const id = await initiate('all');
    await putPart('all', id, 2, 'end');
    await putPart('all', id, 1, PARTS[0]);
    const headers = { 'x-oss-complete-all': 'yes' };
    expect(code(await complete('all', id, listOf([[1, 'x']]), { headers }))).toEqual([
      400,
      'InvalidArgument',
    ]);
    expect((await complete('all', id, '', { headers })).status).toBe(200);
    expect(server.state.getObject('bkt', 'all')?.bytes.equals(Buffer.concat([PARTS[0], PARTS[2]]))).toBe(
      true,
    );
  });

  it('leaves out the parts that are not listed', async () => {
    const id = await initiate('some');
    for (const [i, part] of PARTS.entries()) await putPart('some', id, i + 1, part);
    expect((await complete('some', id, listOf([[3, ETAGS[2] ?? '']]))).status).toBe(200);
    expect(server.state.getObject('bkt', 'some')?.bytes.toString()).toBe('end');
    expect(server.state.uploads.of('bkt')).toEqual([]);
  });

  const [one = '', two = '', end = ''] = ETAGS;
  it.each<[string, string, Record<string, string>, number, string]>([
    [
      'a part is unknown',
      listOf([
        [1, one],
        [4, one],
      ]),
      {},
      400,
      'InvalidPart',
    ],
    ['an ETag is that of another part', listOf([[1, two]]), {}, 400, 'InvalidPart'],
    [
      'the order descends',
      listOf([
        [2, two],
        [1, one],
      ]),
      {},
      400,
      'InvalidPartOrder',
    ],
    [
      'a part comes twice',
      listOf([
        [1, one],
        [1, one],
      ]),
      {},
      400,
      'InvalidPartOrder',
    ],
    [
      'a part before the last is too small',
      listOf([
        [3, end],
        [5, one],
      ]),
      {},
      400,
      'EntityTooSmall',
    ],
    ['the list is empty', listOf([]), {}, 400, 'MalformedXML'],
    ['there is no list', '', {}, 400, 'MalformedXML'],
    [
      'a part has no number',
      '<CompleteMultipartUpload><Part/></CompleteMultipartUpload>',
      {},
      400,
      'MalformedXML',
    ],
    ['it is another document', '<Delete/>', {}, 400, 'MalformedXML'],
    [
      'the list has another digest',
      listOf([[1, one]]),
      { 'content-md5': md5('x').toString('base64') },
      400,
      'InvalidDigest',
    ],
    [
      'the object may not be overwritten',
      listOf([[1, one]]),
      { 'x-oss-forbid-overwrite': 'true' },
      409,
      'FileAlreadyExists',
    ],
    ['all is to be taken in another word', '', { 'x-oss-complete-all': 'true' }, 400, 'InvalidArgument'],
    ['it has a condition', listOf([[1, one]]), { 'if-none-match': '*' }, 400, 'NotImplemented'],
  ])('stays open when %s', async (_, body, headers, status, expected) => {
    server.state.putObject('bkt', 'open', Buffer.from('old'));
    const id = await initiate('open');
    for (const [i, part] of [...PARTS.entries(), [4, PARTS[0]] as const])
      await putPart('open', id, i + 1, part);
    expect(code(await complete('open', id, body, { headers }))).toEqual([status, expected]);
    expect(server.state.getObject('bkt', 'open')?.bytes.toString()).toBe('old');
    expect((await complete('open', id, listOf([[1, one]]))).status).toBe(200);
  });

  it('is not begun when the object may not be overwritten', async () => {
    server.state.putObject('bkt', 'there', Buffer.from('x'));
    const headers = { 'x-oss-forbid-overwrite': 'true' };
    const refused = await send(server, 'POST', 'there', { query: 'uploads', body: '', headers });
    expect(code(refused)).toEqual([409, 'FileAlreadyExists']);
    expect(server.state.uploads.of('bkt')).toEqual([]);
  });

  it.each(['0', '10001', '-1', 'x', '1.5', ''])('refuses the part number %j', async (number) => {
    const id = await initiate('k');
    expect(code(await putPart('k', id, number, 'x'))).toEqual([400, 'InvalidArgument']);
    await abort('k', id);
  });

  it('refuses a part with a wrong digest, and one without a number', async () => {
    const id = await initiate('k');
    const headers = { 'content-md5': md5('other').toString('base64') };
    expect(code(await putPart('k', id, 1, 'x', { headers }))).toEqual([400, 'InvalidDigest']);
    expect(code(await send(server, 'PUT', 'k', { query: `uploadId=${id}`, body: 'x' }))).toEqual([
      400,
      'InvalidArgument',
    ]);
    expect(server.state.getObject('bkt', 'k')).toBeUndefined();
    expect(server.state.uploads.get('bkt', 'k', id).parts.size).toBe(0);
    await abort('k', id);
  });

  it('is known by its id with its key and bucket alone', async () => {
    const id = await initiate('k');
    for (const answer of [
      await putPart('other', id, 1, 'x'),
      await putPart('k', 'F'.repeat(32), 1, 'x'),
      await complete('other', id, listOf([[1, one]])),
      await send(server, 'GET', 'other', { query: `uploadId=${id}` }),
      await abort('other', id),
    ])
      expect(code(answer)).toEqual([404, 'NoSuchUpload']);
    expect((await abort('k', id)).status).toBe(204);
    expect(code(await putPart('k', id, 1, 'x'))).toEqual([404, 'NoSuchUpload']);
  });

  it('keeps nothing of a part whose upload is aborted while it comes in', async () => {
    const id = await initiate('late');
    const slow = await slowRequest(server, 'PUT', 'late', { query: `partNumber=1&uploadId=${id}` });
    await abort('late', id);
    expect(await slow.finish()).toEqual([404, 'NoSuchUpload']);
    expect(server.state.uploads.of('bkt')).toEqual([]);
  });

  it('is any sequence of parts, joined', async () => {
    const part = fc.record({ number: fc.integer({ min: 1, max: 10_000 }), fill: fc.nat(255) });
    const parts = fc.uniqueArray(part, { selector: ({ number }) => number, minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(parts, fc.uint8Array(), async (all, tail) => {
        const ordered = all.toSorted((a, b) => a.number - b.number);
        const last = ordered.at(-1)?.number;
        const bytesOf = ({ number, fill }: (typeof all)[number]) =>
          number === last ? tail : Buffer.alloc(LEAST_PART_BYTES, fill);
        const id = await initiate('any');
        for (const one of all) await putPart('any', id, one.number, bytesOf(one));
        const body = listOf(ordered.map((one) => [one.number, upper(md5(bytesOf(one)))]));
        expect((await complete('any', id, body)).status).toBe(200);
        const whole = Buffer.concat(ordered.map(bytesOf));
        const object = server.state.getObject('bkt', 'any');
        expect(object?.bytes.equals(whole)).toBe(true);
        expect(object).toMatchObject({ crc64: crc64(whole), etag: expect.stringMatching(`-${all.length}$`) });
      }),
      { numRuns: 15 },
    );
  });
});
