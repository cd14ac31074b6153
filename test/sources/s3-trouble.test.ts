import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cloudAdviceFor } from '../../src/sources/cloud/cloud-advice.ts';
import { S3Source } from '../../src/sources/cloud/s3-source.ts';
import { expectWithout, failureOf, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { all } from '../support/items.ts';
import { type S3Fault, type S3Server, startS3Server } from './s3-server.ts';

let server: S3Server;
let source: S3Source;
beforeEach(async () => {
  server = await startS3Server('bkt');
  server.objects.set('a.jpg', Buffer.from('0123456789'));
  source = new S3Source({
    ...{
      bucket: 'bkt',
      endpoint: server.endpoint,
      pathStyle: true,
      timeoutMs: 1_000,
      clock: new FakeClock({ auto: true }),
    },
    credentials: { accessKeyId: 'ak', secretAccessKey: 'aSecret' },
  });
});
afterEach(async () => {
  source.close();
  await server[Symbol.asyncDispose]();
});

const etag = '"e"';
const FAULTS: readonly (readonly [string, S3Fault, object])[] = [
  ['is unavailable', (_, to) => !!to.writeHead(503).end('<html>no</html>'), { httpStatus: 503 }],
  ['resets the connection', (request) => !!request.socket.resetAndDestroy(), { code: 'CONNECTION_LOST' }],
  ['stays silent', () => true, { code: 'TIMEOUT' }],
  [
    'answers with a login page',
    (_, to) => !!to.writeHead(200).end('<html>log in</html>'),
    { code: 'BAD_ANSWER' },
  ],
];
const BODY_FAULTS: typeof FAULTS = [
  [
    'cuts the body',
    (_, to) => {
      to.writeHead(206, { etag, 'content-range': 'bytes 0-9/10', 'content-length': 10 });
      return to.write('01234', () => to.destroy());
    },
    { code: 'CONNECTION_LOST' },
  ],
  [
    'announces more than it sends',
    (_, to) =>
      !!to.writeHead(206, { etag, 'content-range': 'bytes 0-9/10', 'content-length': 5 }).end('01234'),
    { code: 'BAD_ANSWER' },
  ],
  [
    'sends another part',
    (_, to) => !!to.writeHead(206, { etag, 'content-range': 'bytes 5-9/10' }).end('56789'),
    { code: 'BAD_ANSWER' },
  ],
];

describe('S3Source', () => {
  it.each([...FAULTS, ...BODY_FAULTS])('read() is repeated when the server %s once', async (_, fault) => {
    let requests = 0;
    server.fault = (request, response) => ++requests === 1 && fault(request, response);
    expect(Buffer.from((await source.read('a.jpg', { offset: 0, length: 10 })).bytes).toString()).toBe(
      '0123456789',
    );
    expect(requests).toBe(2);
  });

  it.each([...FAULTS, ...BODY_FAULTS])(
    'read() rejects when the server %s again and again',
    async (_, fault, expected) => {
      server.fault = fault;
      const failure = await failureOf(source.read('a.jpg', { offset: 0, length: 10 }));
      expect(failure).toMatchObject({ ...expected, retryable: true });
      expectWithout(failure, 'aSecret');
      expect(server.requests).toHaveLength(4);
    },
  );

  it.each(FAULTS)(
    'list() rejects, and does not end early, when the server %s',
    async (_, fault, expected) => {
      server.fault = fault;
      expect(await failureOf(all(source.list('')))).toMatchObject({ ...expected, retryable: true });
    },
  );

  it('read() reads the part of a whole object when the server ignores ranges', async () => {
    server.fault = (_, response) =>
      !!response.writeHead(200, { etag, 'content-length': 10 }).end('0123456789');
    const { bytes, size } = await source.read('a.jpg', { offset: 3, length: 2 });
    expect([Buffer.from(bytes).toString(), size]).toEqual(['34', 10]);
  });

  it('read() ends with the signal while the server is silent', async () => {
    server.fault = () => true;
    const ending = new AbortController();
    const reading = rejection(source.read('a.jpg', { offset: 0, length: 1 }, { signal: ending.signal }));
    ending.abort(new Error('enough'));
    expect(await reading).toBe(ending.signal.reason);
  });

  it('reads a public bucket without a signature', async () => {
    const options = { bucket: 'bkt', endpoint: server.endpoint, pathStyle: true } as const;
    const open = new S3Source({ ...options, credentials: 'anonymous' });
    let authorization: string | undefined = 'none asked';
    server.fault = ({ headers }) => {
      authorization = headers.authorization;
      return false;
    };
    expect(await all(open.list(''))).toHaveLength(1);
    expect(authorization).toBeUndefined();
    open.close();
  });

  it('rejects with NO_CREDENTIALS when no key pair is found', async () => {
    const credentials = () =>
      Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    const open = new S3Source({ bucket: 'bkt', endpoint: server.endpoint, pathStyle: true, credentials });
    expect(await failureOf(all(open.list('')))).toMatchObject({ code: 'NO_CREDENTIALS', retryable: false });
    expect(server.requests).toEqual([]);
    open.close();
  });

  it.each([
    ['NO_CREDENTIALS', '--source-anonymous'],
    ['NoSuchBucket', 'name of the bucket'],
    ['PermanentRedirect', '--source-region'],
    ['AccessDenied', 'list the bucket'],
    ['SignatureDoesNotMatch', 'key pair'],
    ['CONNECTION_LOST', 'network'],
  ])('advises on %s what helps with another cloud', (code, expected) => {
    expect(cloudAdviceFor(code)).toContain(expected);
    expect(cloudAdviceFor(code)).not.toMatch(/RAM|ALIBABA|Image Search/);
  });

  it('says what to do when a bucket is missing', async () => {
    const none = new S3Source({
      ...{ bucket: 'none', endpoint: server.endpoint, pathStyle: true, credentials: 'anonymous' },
    });
    expect((await failureOf(all(none.list('')))).advice).toContain('Check the name of the bucket');
    none.close();
  });

  it.each([
    ['no bucket', {}],
    ['a misspelt option', { bucket: 'b', pathstyle: true }],
    ['an endpoint with a path', { bucket: 'b', endpoint: 'https://s3.example/x' }],
  ])('throws a TypeError for %s', (_, options) => {
    expect(() => new S3Source(options as never)).toThrow(TypeError);
  });
});
