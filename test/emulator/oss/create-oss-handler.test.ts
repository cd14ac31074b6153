import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOssHandler } from '../../../src/emulator/oss/create-oss-handler.ts';
import { OssState } from '../../../src/emulator/oss/oss-state.ts';
import { signedUrl } from '../../../src/emulator/signature/signed-url.ts';
import { FakeClock } from '../../support/fake-clock.ts';
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
  server = await startOssTestServer();
  server.state.putObject('bkt', 'k', Buffer.from('hello'));
});
afterAll(async () => {
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const code = ({ status, text }: { status: number; text: string }) => [status, element(text, 'Code')];

describe('createOssHandler()', () => {
  it('answers an unsigned request with AccessDenied before it looks at anything else', async () => {
    expect(code(await send(server, 'GET', 'k', { unsigned: true }))).toEqual([403, 'AccessDenied']);
    const missing = { unsigned: true, bucket: 'no-such-bucket' };
    expect(code(await send(server, 'GET', 'k', missing))).toEqual([403, 'AccessDenied']);
  });

  it('answers a wrong signature with the text it would have signed', async () => {
    const url = signedUrl(
      '',
      { bucket: 'bkt', key: 'k' },
      { account, regionId, now: Date.now(), expiresSeconds: 9 },
    );
    const { status, text } = await sendRaw(server, 'GET', url.replace('/k?', '/l?'), {});
    expect([status, element(text, 'Code'), element(text, 'OSSAccessKeyId')]).toEqual([
      403,
      'SignatureDoesNotMatch',
      'ak',
    ]);
    expect(element(text, 'StringToSign')).toMatch(/^OSS4-HMAC-SHA256\n/);
    expect(element(text, 'SignatureProvided')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('serves a signed URL until it expires', async () => {
    const sign = (now: number) =>
      signedUrl('', { bucket: 'bkt', key: 'k' }, { account, regionId, now, expiresSeconds: 60 });
    expect(await sendRaw(server, 'GET', sign(Date.now()), {})).toMatchObject({ status: 200, text: 'hello' });
    const late = await sendRaw(server, 'GET', sign(Date.now() - 61_000), {});
    expect([...code(late), element(late.text, 'Message')]).toEqual([
      403,
      'AccessDenied',
      'Request has expired.',
    ]);
  });

  it('names the endpoint of a bucket in another region', async () => {
    const { status, text } = await send(server, 'GET', 'k', { bucket: 'far-away' });
    expect([status, element(text, 'Code'), element(text, 'Endpoint')]).toEqual([
      403,
      'AccessDenied',
      'oss-cn-beijing.aliyuncs.com',
    ]);
    expect(element(text, 'Message')).toMatch(/must be addressed using the specified endpoint/);
  });

  it.each([
    ['the bucket is missing', 'GET', 'k', { bucket: 'no-such-bucket' }, 404, 'NoSuchBucket'],
    ['the bucket name is none', 'GET', 'k', { bucket: 'A_b' }, 400, 'InvalidBucketName'],
    [
      'the operation is known by name only',
      'POST',
      'k',
      { query: 'restore', body: '' },
      501,
      'NotImplemented',
    ],
    ['the operation is unknown', 'PATCH', 'k', { body: '' }, 501, 'NotImplemented'],
    ['a sub-resource changes the operation', 'GET', 'k', { query: 'versionId=1' }, 501, 'NotImplemented'],
    [
      'an image is to be processed',
      'GET',
      'k',
      { query: 'x-oss-process=image%2Finfo' },
      501,
      'NotImplemented',
    ],
  ])('refuses when %s', async (_, method, key, options, status, name) => {
    expect(code(await send(server, method, key, options))).toEqual([status, name]);
  });

  it('names the operation that is not implemented', async () => {
    const restore = await send(server, 'POST', 'k', { query: 'restore', body: '' });
    expect(element(restore.text, 'Message')).toBe('RestoreObject is not implemented by the emulator.');
    const process = await send(server, 'GET', 'k', { query: 'x-oss-process=image%2Finfo' });
    expect(element(process.text, 'Message')).toBe(
      'GetObject with x-oss-process is not implemented by the emulator.',
    );
  });

  it.each([
    ['GET', '', 'acl'],
    ['GET', '', 'stat'],
    ['GET', '', 'uploads'],
    ['GET', '', 'list-type=2'],
    ['GET', '', 'policy'],
    ['GET', 'k', 'acl'],
    ['PUT', '', 'acl'],
    ['PUT', 'k', undefined],
    ['PUT', '/k', undefined],
    ['POST', '', 'delete'],
    ['POST', 'k', 'restore'],
    ['POST', 'k', 'uploads'],
    ['DELETE', '', undefined],
    ['PATCH', 'k', undefined],
    ['HEAD', '', undefined],
    ['HEAD', 'k', 'objectMeta'],
  ])(
    'says of a missing bucket that it is missing when it gets %s of %j with %s',
    async (method, key, query) => {
      const options = { bucket: 'no-such-bucket', ...(query === undefined ? {} : { query }) };
      const body = method === 'PUT' || method === 'POST' ? { body: '' } : {};
      const { status, text, headers } = await send(server, method, key, { ...options, ...body });
      const document =
        method === 'HEAD' ? Buffer.from(String(headers['x-oss-err']), 'base64').toString() : text;
      expect([status, element(document, 'Code')]).toEqual([404, 'NoSuchBucket']);
      expect(element(document, 'BucketName')).toBe('no-such-bucket');
    },
  );

  it('does not ask for the bucket that PutBucket is to make', async () => {
    const { status, text } = await send(server, 'PUT', '', { bucket: 'no-such-bucket', body: '' });
    expect([status, element(text, 'Message')]).toEqual([
      501,
      'PutBucket is not implemented by the emulator.',
    ]);
  });

  it('refuses a path that is no UTF-8', async () => {
    expect(code(await sendRaw(server, 'GET', '/bkt/%ff', {}))).toEqual([400, 'InvalidURI']);
  });

  it('says how long the work took, and when it was done', async () => {
    const clock = new FakeClock();
    class SlowState extends OssState {
      override getObject(bucket: string, key: string) {
        clock.advance(1_234);
        return super.getObject(bucket, key);
      }
    }
    const began = clock.now();
    await using slow = await startOssTestServer({ state: new SlowState(), clock });
    slow.state.putObject('bkt', 'k', Buffer.from('hello'));
    const { status, headers } = await send(slow, 'GET', 'k');
    expect(status).toBe(200);
    expect(clock.now() - began).toBe(1_234); // it looked once
    expect(headers['x-oss-server-time']).toBe('1234');
    expect(headers.date).toBe(new Date(clock.now()).toUTCString());
  });

  it('answers 500 and tells of the defect when the emulator itself fails', async () => {
    class BrokenState extends OssState {
      override getObject(): never {
        throw new Error('broken');
      }
    }
    await using broken = await startOssTestServer({ state: new BrokenState() });
    expect(code(await send(broken, 'GET', 'k'))).toEqual([500, 'InternalError']);
    expect((await send(broken, 'GET', '')).status).toBe(200);
    expect(broken.defects).toEqual([new Error('broken')]);
  });

  it('throws a RangeError when the longest body is no positive integer', () => {
    const options = { state: new OssState(), accounts: [account], regionId, onDefect: () => {} };
    expect(() => createOssHandler({ ...options, maxBodyBytes: 0 })).toThrow(RangeError);
  });
});
