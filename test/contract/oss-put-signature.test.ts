import OSS from 'ali-oss';
import { describe, expect, it } from 'vitest';
import { chooseOssEndpoint } from '../../src/storage/oss-endpoint.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { objectPaths, ossLocation } from '../../src/storage/put/oss-location.ts';
import { OssV4Signer } from '../../src/storage/put/oss-v4-signer.ts';
import { reply, startFaultServer } from '../support/fault-server.ts';
import fc from '../support/properties.ts';

/** What ali-oss has beyond its published types. */
interface Signs {
  authorizationV4(
    method: string,
    request: { readonly headers: Readonly<Record<string, string>>; readonly queries: object },
    bucket: string,
    key: string,
  ): string;
}

const KEYS = [
  'a.jpg',
  '图片/衬衫 蓝.jpg',
  'a b  c.png',
  'a+b%2Bc%.webp',
  "a!'()*b~.gif",
  'a&b=c?d#e.bmp',
  '😀//x.tiff',
  'increment.meta',
];
const PAIRS = {
  'a key pair': { accessKeyId: 'LTAIid', accessKeySecret: 'sEcret/+=' },
  'a token': { accessKeyId: 'STS.id', accessKeySecret: 'sEcret', securityToken: 'CAIS+/token==' },
};
type Pair = { accessKeyId: string; accessKeySecret: string; securityToken?: string };

const aliOss = (pair: Pair, more: object = {}) =>
  new OSS({
    ...{ bucket: 'bucket', region: 'oss-cn-shanghai', authorizationV4: true, ...pair, ...more },
    ...(pair.securityToken && {
      ...{ stsToken: pair.securityToken, refreshSTSTokenInterval: 2 ** 31 - 1 },
      refreshSTSToken: async () => ({ ...pair, stsToken: pair.securityToken ?? '' }),
    }),
  });

/** Method and path of a request, and its headers by their names in lower case. */
function parsed(request = '') {
  const [line = '', ...rest] = request.split('\r\n\r\n')[0]?.split('\r\n') ?? [];
  const pairs = rest.map((header) => /^([^:]+): ?(.*)$/.exec(header)?.slice(1) ?? []);
  const headers = pairs.map(([name = '', value = '']) => [name.toLowerCase(), value] as const);
  return { line, headers: Object.fromEntries(headers) as Record<string, string> };
}

const STYLES = [
  { style: 'path', host: 'localhost', ours: {}, theirs: { sldEnable: true } },
  { style: 'virtual-host', host: '127.0.0.1', ours: {}, theirs: {} },
  { style: 'custom domain', host: 'localhost', ours: { customDomain: true }, theirs: { cname: true } },
];

describe.each(STYLES)('put() of OssStore in the style $style', ({ host, ours, theirs }) => {
  it.each(Object.entries(PAIRS).flatMap(([who, pair]) => KEYS.map((key) => ({ who, pair, key }))))(
    'sends what ali-oss sends, byte for byte, of $key with $who',
    async ({ pair, key }) => {
      await using server = await startFaultServer(reply(200, '', { 'x-oss-request-id': '1' }));
      const endpoint = `http://${host}:${server.port}`;
      await aliOss(pair, { endpoint, ...theirs }).put(key, Buffer.from('image'));
      const store = new OssStore({
        ...{ bucket: 'bucket', region: 'cn-shanghai', endpoint, credentials: pair },
        ...ours,
      });
      await store.put(key, Buffer.from('image'));
      store.close();
      const [theirOne, ourOne] = [parsed(server.requests[0]), parsed(server.requests[1])];
      const { resource } = objectPaths(
        'bucket',
        ossLocation('bucket', 'cn-shanghai', place(endpoint, ours)),
        key,
      );
      const { authorization, ...signed } = theirOne.headers;
      const own = new OssV4Signer('cn-shanghai').authorization(
        { method: 'PUT', resource, headers: signed },
        pair,
      );
      expect(own).toBe(authorization);
      // Signed or not, they differ in date and agent alone; ali-oss leaves !'()* of a key as they are.
      const {
        'x-oss-date': _,
        authorization: __,
        'user-agent': ___,
        connection: ____,
        ...mine
      } = ourOne.headers;
      expect(theirOne.headers).toMatchObject(mine);
      expect(decodeURIComponent(ourOne.line)).toBe(decodeURIComponent(theirOne.line));
    },
  );
});

const place = (endpoint: string, options: { readonly customDomain?: boolean }) =>
  chooseOssEndpoint('cn-shanghai', { endpoint, ...options });

describe('OssV4Signer', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019 -_.~=/+'), minLength: 1, maxLength: 20 });
  const header = fc.tuple(
    fc.constantFrom(
      'x-oss-meta-a',
      'x-oss-meta-b-c',
      'x-oss-forbid-overwrite',
      'content-md5',
      'content-type',
    ),
    word,
  );

  it('signs as ali-oss does, whatever key, headers, credentials and day', () => {
    const signer = new OssV4Signer('cn-shanghai');
    fc.assert(
      fc.property(
        fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
          .filter((key) => !/[\ud800-\udfff]/u.test(key)),
        fc.array(header, { maxLength: 5 }),
        fc.constantFrom(...Object.values<Pair>(PAIRS)),
        fc.constantFrom('20231216T162057Z', '20231217T000000Z', '20261129T235959Z'),
        (key, more, pair, date) => {
          const headers: Record<string, string> = {
            ...{ 'x-oss-date': date, 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD' },
            ...{ ...Object.fromEntries(more), host: 'h', 'content-length': '5' },
          };
          const location = ossLocation('bucket', 'cn-shanghai', place('localhost', {}));
          const { resource } = objectPaths('bucket', location, key);
          const theirs = (aliOss(pair) as unknown as Signs).authorizationV4(
            ...(['PUT', { headers, queries: {} }, 'bucket', key] as const),
          );
          expect(signer.authorization({ method: 'PUT', resource, headers }, pair)).toBe(theirs);
        },
      ),
    );
  });
});

describe('ossLocation()', () => {
  it.each([
    [{}, 'bucket.oss-cn-shanghai.aliyuncs.com'],
    [{ network: 'vpc' }, 'bucket.oss-cn-shanghai-internal.aliyuncs.com'],
    [{ network: 'accelerate' }, 'bucket.oss-accelerate.aliyuncs.com'],
    [{ network: 'accelerate-overseas' }, 'bucket.oss-accelerate-overseas.aliyuncs.com'],
    [{ network: 'dual-stack' }, 'bucket.cn-shanghai.oss.aliyuncs.com'],
    [{ endpoint: 'images.shop.example', customDomain: true }, 'images.shop.example'],
  ] as const)('is the host that ali-oss calls when the options are %j', (options, host) => {
    const endpoint = chooseOssEndpoint('cn-shanghai', options);
    const theirs = aliOss(PAIRS['a key pair'], {
      ...{ endpoint: `https://${endpoint.host}`, cname: endpoint.isCustomDomain },
    }) as unknown as { _getReqUrl(params: object): string };
    const location = ossLocation('bucket', 'cn-shanghai', endpoint);
    expect(location).toEqual({ hostname: host, port: '', host, root: '/' });
    expect(theirs._getReqUrl({ bucket: 'bucket', object: 'a.jpg' })).toBe(`https://${host}/a.jpg`);
  });
});
