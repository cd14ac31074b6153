import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import OSS from 'ali-oss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OssTestServer, sendRaw, startOssTestServer } from '../emulator/oss/oss-test-server.ts';

/** What ali-oss takes beyond its published types. */
type Options = Partial<OSS.Options> & { readonly sldEnable?: boolean; readonly agent?: Agent };

let server: OssTestServer;
let folder: string;
beforeAll(async () => {
  server = await startOssTestServer({ customDomains: new Map([['images.shop.example', 'bkt']]) });
  folder = await mkdtemp(join(tmpdir(), 'ali-oss-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** Has every host name lead to this machine, so that the service's own names can be used. */
const agent = new Agent({
  lookup: (_, { all }, done) => (all ? done(null, [HERE]) : done(null, HERE.address, HERE.family)),
});
const HERE = { address: '127.0.0.1', family: 4 };
afterAll(() => agent.destroy());

const STYLES = {
  path: (): Options => ({ endpoint: `http://localhost:${server.port}`, sldEnable: true }),
  'virtual-host': (): Options => ({ endpoint: `http://127.0.0.1:${server.port}` }),
  'path under a forged host': (): Options => ({
    endpoint: `http://127.0.0.1:${server.port}`,
    sldEnable: true,
  }),
  'custom domain': (): Options => ({
    endpoint: `http://images.shop.example:${server.port}`,
    cname: true,
    agent,
  }),
  'custom domain that is not bound': (): Options => ({
    endpoint: `http://localhost:${server.port}`,
    cname: true,
  }),
  'custom domain under a forged host': (): Options => ({
    endpoint: `http://127.0.0.1:${server.port}`,
    cname: true,
  }),
};
/** They lead to a bucket by themselves, and to no other: another one, once signed, is another signature. */
const BOUND = ['custom domain'];
const UNBOUND = ['custom domain that is not bound'];
const MISMATCH = ['SignatureDoesNotMatch', 403] as const;

const VARIANTS = Object.entries(STYLES).flatMap(([style, options]) =>
  [false, true].map((authorizationV4) => ({
    style,
    name: `${style}, ${authorizationV4 ? 'V4' : 'V1'}`,
    client: (more: Options = {}): OSS => {
      const own = { bucket: 'bkt', region: 'oss-cn-shanghai', accessKeyId: 'ak', accessKeySecret: 'sk' };
      return new OSS({ ...own, authorizationV4, timeout: 5000, ...options(), ...more });
    },
    authorizationV4,
  })),
);

const ODD_KEYS = [
  '图片/衬衫 蓝.jpg',
  'a b  c',
  'a//b',
  'a%2Fb',
  'a%20b',
  'a+b',
  "a!'()*b~",
  '😀/\u{ff5e}.png',
  'a&b=c?d#e',
  'bkt/inner',
  'tab\tline\nend',
  '<key>"&amp;',
];

const failure = async (work: Promise<unknown>) => {
  const error: { code?: string; status?: number; message?: string; requestId?: string; ecCode?: string } =
    await work.then(
      () => expect.fail('ali-oss did not reject'),
      (reason) => reason,
    );
  return error;
};

describe.each(VARIANTS)('ali-oss, $name', ({ name, style, client, authorizationV4 }) => {
  const oss = () => client();
  const key = (last: string) => `${name}/${last}`;

  it('put() stores a buffer, a file and a stream, and get() gives them back', async () => {
    const bytes = Buffer.from('hello');
    const file = join(folder, 'picture.jpg');
    await writeFile(file, bytes);
    const sources = { buffer: bytes, file, stream: Readable.from([bytes]) };
    for (const [kind, source] of Object.entries(sources)) {
      const put = await oss().put(key(`${kind}.jpg`), source);
      expect(put.res).toMatchObject({ status: 200, headers: { etag: '"5D41402ABC4B2A76B9719D911017C592"' } });
      const got = await oss().get(key(`${kind}.jpg`));
      expect(got.content).toEqual(bytes);
      expect(got.res).toMatchObject({ headers: { 'content-type': 'image/jpeg' } });
    }
  });

  it('putStream() stores a stream of known length', async () => {
    const options = { contentLength: 5 } as OSS.PutStreamOptions;
    await oss().putStream(key('known'), Readable.from([Buffer.from('hel'), Buffer.from('lo')]), options);
    expect((await oss().get(key('known'))).content.toString()).toBe('hello');
  });

  it('put() keeps metadata, which head() tells', async () => {
    const meta = { author: 'alice' } as unknown as OSS.UserMeta;
    await oss().put(key('meta'), Buffer.from('x'), { meta, mime: 'text/x' });
    const head = await oss().head(key('meta'));
    expect([head.status, head.meta]).toEqual([200, { author: 'alice' }]);
    expect(head.res).toMatchObject({ headers: { 'content-length': '1', 'x-oss-meta-author': 'alice' } });
  });

  it.each(ODD_KEYS)('put(), get(), head(), list() and delete() agree on the key %j', async (odd) => {
    const whole = `${odd}/${name}`;
    await oss().put(whole, Buffer.from(odd));
    expect((await oss().get(whole)).content.toString()).toBe(odd);
    expect((await oss().head(whole)).status).toBe(200);
    expect(server.state.getObject('bkt', whole)?.bytes.toString()).toBe(odd);
    const listed = await oss().listV2({ prefix: whole, 'max-keys': '5' }, {});
    expect(listed.objects.map((object) => object.name)).toEqual([whole]);
    await oss().delete(whole);
    expect(server.state.getObject('bkt', whole)).toBeUndefined();
  });

  const standard = { 'x-oss-range-behavior': 'standard' };
  it.each([
    ['bytes=0-1', {}, 206, 'he'],
    ['bytes=-2', standard, 206, 'lo'],
    ['bytes=0-65535', {}, 200, 'hello'],
    ['bytes=0-65535', standard, 206, 'hello'],
    ['bytes=5-', {}, 200, 'hello'],
  ])('get() of %s with %o gives what the service gives', async (Range, headers, status, expected) => {
    await oss().put(key('ranged'), Buffer.from('hello'));
    const { res, content } = await oss().get(key('ranged'), { headers: { Range, ...headers } });
    expect([res.status, content.toString()]).toEqual([status, expected]);
  });

  it('get() rejects with InvalidRange when a standard range lies behind the end', async () => {
    await oss().put(key('empty'), Buffer.of());
    const headers = { Range: 'bytes=0-65535', ...standard };
    expect(await failure(oss().get(key('empty'), { headers }))).toMatchObject({
      code: 'InvalidRange',
      status: 416,
    });
  });

  it('getStream() streams the object', async () => {
    await oss().put(key('streamed'), Buffer.from('hello'));
    const { stream } = await oss().getStream(key('streamed'));
    expect(await text(stream)).toBe('hello');
  });

  it('list() pages with a marker, listV2() with a token, both with prefix and delimiter', async () => {
    const all = ['p/1', 'p/2', 'p/d/3', 'p/e/4', 'p/z'].map(key);
    for (const one of all) await oss().put(one, Buffer.from('x'));
    const rolledUp = ['p/1', 'p/2', 'p/d/', 'p/e/', 'p/z'].map(key);
    const query = { prefix: key('p/'), delimiter: '/', 'max-keys': '2' };

    const first: string[] = [];
    let marker: string | null = null;
    do {
      const page = (await oss().list({ ...query, ...(marker && { marker }) }, {})) as OSS.ListObjectResult;
      first.push(...page.objects.map((object) => object.name), ...(page.prefixes ?? []));
      marker = page.nextMarker;
    } while (marker !== null);
    expect(first.toSorted()).toEqual(rolledUp);

    const second: string[] = [];
    let token: string | null = null;
    do {
      const page = (await oss().listV2(
        { ...query, ...(token && { 'continuation-token': token }) },
        {},
      )) as unknown as Omit<OSS.ListObjectResult, 'nextMarker'> & {
        readonly keyCount: number;
        readonly nextContinuationToken: string | null;
      };
      second.push(...page.objects.map((object) => object.name), ...(page.prefixes ?? []));
      expect(page.keyCount).toBeLessThanOrEqual(2);
      token = page.nextContinuationToken;
    } while (token !== null);
    expect(second.toSorted()).toEqual(rolledUp);
  });

  it('getBucketInfo() and getBucketLocation() tell the region', async () => {
    const info = await oss().getBucketInfo('bkt');
    expect(info.bucket).toMatchObject({ Name: 'bkt', Location: 'oss-cn-shanghai' });
    expect(await oss().getBucketLocation('bkt')).toMatchObject({ location: 'oss-cn-shanghai' });
  });

  it('delete() of a missing object succeeds', async () => {
    expect((await oss().delete(key('missing'))).res.status).toBe(204);
  });

  it.each<[string, Options, string, number]>([
    ['the secret is wrong', { accessKeySecret: 'wrong' }, 'SignatureDoesNotMatch', 403],
    ['the key id is unknown', { accessKeyId: 'wrong' }, 'InvalidAccessKeyId', 403],
    [
      'the bucket is missing',
      { bucket: 'no-such-bucket' },
      ...([...BOUND, ...UNBOUND].includes(style) ? MISMATCH : (['NoSuchBucket', 404] as const)),
    ],
    [
      'the bucket is in another region',
      { bucket: 'far-away' },
      ...(BOUND.includes(style) ? MISMATCH : (['AccessDenied', 403] as const)),
    ],
    ['an unknown token is sent', { stsToken: 'x', refreshSTSTokenInterval: 1 }, 'InvalidSecurityToken', 403],
  ])('get(), put() and list() reject when %s', async (_, options, code, status) => {
    const refused = client(options);
    const works = [refused.get('k'), refused.put('k', Buffer.from('x')), refused.list(null, {})];
    for (const error of await Promise.all(works.map(failure))) // all heard at once: any may be the first to reject
      expect(error).toMatchObject({ code, status, requestId: expect.stringMatching(/^[0-9A-F]{24}$/) });
  });

  it('put() of a large body rejects with the code when it is refused before it is read', async () => {
    const error = await failure(client({ accessKeySecret: 'wrong' }).put('k', Buffer.alloc(4 << 20)));
    expect(error).toMatchObject({ code: 'SignatureDoesNotMatch', status: 403 });
  });

  it('get() and head() reject with NoSuchKey when the object is missing', async () => {
    expect(await failure(oss().get('missing'))).toMatchObject({
      code: 'NoSuchKey',
      status: 404,
      ecCode: '0026-00000001',
    });
    expect(await failure(oss().head('missing'))).toMatchObject({ code: 'NoSuchKey', status: 404 });
  });

  it('head() rejects with the code of the error header when the secret is wrong', async () => {
    const error = await failure(client({ accessKeySecret: 'wrong' }).head('k'));
    expect(error).toMatchObject({ code: 'SignatureDoesNotMatch', status: 403 });
  });

  it('put() rejects with InvalidDigest and stores nothing when the digest is wrong', async () => {
    const headers = { 'Content-MD5': 'XUFAKrxLKna5cZ2REBfFkg==' };
    const error = await failure(oss().put(key('digest'), Buffer.from('other'), { headers }));
    expect(error).toMatchObject({ code: 'InvalidDigest', status: 400 });
    expect(server.state.getObject('bkt', key('digest'))).toBeUndefined();
  });

  it('put() rejects with FileAlreadyExists when overwriting is forbidden', async () => {
    await oss().put(key('once'), Buffer.from('x'));
    const headers = { 'x-oss-forbid-overwrite': 'true' };
    const error = await failure(oss().put(key('once'), Buffer.from('y'), { headers }));
    expect(error).toMatchObject({ code: 'FileAlreadyExists', status: 409 });
  });

  it('a V4 client of another region is refused', async () => {
    const error = await failure(client({ region: 'oss-cn-beijing' }).get('k'));
    expect(error).toMatchObject(
      authorizationV4
        ? { code: 'InvalidArgument', status: 400, message: 'Invalid signing region in Authorization header.' }
        : { code: 'NoSuchKey', status: 404 }, // V1 knows no regions
    );
  });

  it('putACL() rejects with the name of the operation', async () => {
    const error = await failure(oss().putACL('k', 'private'));
    expect(error).toMatchObject({
      code: 'NotImplemented',
      status: 501,
      message: 'PutObjectACL is not implemented by the emulator.',
    });
  });
});

describe.each(['path', 'custom domain that is not bound', 'custom domain'] as const)(
  'ali-oss, signed URLs, %s',
  (style) => {
    const signer = () =>
      new OSS({
        ...STYLES[style](),
        bucket: 'bkt',
        region: 'oss-cn-shanghai',
        accessKeyId: 'ak',
        accessKeySecret: 'sk',
      });
    /** Gets what a signed URL leads to, with its host in the request and this machine behind it. */
    const get = (url: string) => {
      const { host, pathname, search } = new URL(url);
      return sendRaw(server, 'GET', `${pathname}${search}`, { host });
    };

    it('signatureUrlV4() gives a URL that serves', async () => {
      server.state.putObject('bkt', '图 1.csv', Buffer.from('a,b'));
      const url = await signer().signatureUrlV4('GET', 60, { headers: {}, queries: {} }, '图 1.csv');
      expect(await get(url)).toMatchObject({ status: 200, text: 'a,b' });
      expect((await get(`${url}&prefix=x`)).status).toBe(403);
    });

    it('signatureUrl() gives a V1 URL that serves', async () => {
      server.state.putObject('bkt', '图 2.csv', Buffer.from('a,b'));
      const url = signer().signatureUrl('图 2.csv', { expires: 60, response: { 'content-type': 'text/x' } });
      expect(await get(url)).toMatchObject({ status: 200, headers: { 'content-type': 'text/x' } });
      expect((await get(url.replace('text%2Fx', 'text%2Fy'))).status).toBe(403);
    });
  },
);

it('ali-oss, custom domain, listBuckets() is refused, as the documents say', async () => {
  const error = await failure(
    new OSS({
      ...STYLES['custom domain'](),
      region: 'oss-cn-shanghai',
      accessKeyId: 'ak',
      accessKeySecret: 'sk',
    }).listBuckets({}),
  );
  expect(error).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
});

it.each([
  'oss-cn-shanghai.aliyuncs.com',
  'oss-cn-shanghai-internal.aliyuncs.com',
  'oss-accelerate.aliyuncs.com',
  'oss-accelerate-overseas.aliyuncs.com',
  'cn-shanghai.oss.aliyuncs.com',
])('ali-oss, put(), get(), listV2() and delete() reach the bucket at %s', async (host) => {
  const keys = { accessKeyId: 'ak', accessKeySecret: 'sk' };
  const endpoint = `http://${host}:${server.port}`;
  const oss = new OSS({
    ...{ bucket: 'bkt', region: 'oss-cn-shanghai', authorizationV4: true, ...keys },
    ...({ endpoint, agent } satisfies Options),
  });
  await oss.put(`${host}/a`, Buffer.from('hello'));
  expect(server.state.getObject('bkt', `${host}/a`)?.bytes.toString()).toBe('hello');
  expect((await oss.get(`${host}/a`)).content.toString()).toBe('hello');
  const { objects } = await oss.listV2({ prefix: `${host}/`, 'max-keys': '5' }, {});
  expect(objects.map(({ name }) => name)).toEqual([`${host}/a`]);
  await oss.delete(`${host}/a`);
  expect(server.state.getObject('bkt', `${host}/a`)).toBeUndefined();
});
