import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/emulator/signature/account.ts';
import type { OssResource } from '../../../src/emulator/signature/oss-claim.ts';
import { ossV1Authorization } from '../../../src/emulator/signature/oss-v1.ts';
import type { SignedRequest } from '../../../src/emulator/signature/signed-request.ts';
import { verifyOssRequest } from '../../../src/emulator/signature/verify-oss.ts';
import { percentEncode } from '../../../src/shared/http/percent-encode.ts';
import fc from '../../support/properties.ts';

const account: Account = { accessKeyId: 'ak', accessKeySecret: 'sk' };
const date = 'Wed, 28 Dec 2022 10:27:41 GMT';
const signedAt = Date.parse(date);
const nelson = { bucket: 'examplebucket', key: 'nelson' };
const put: SignedRequest = {
  method: 'PUT',
  url: '/nelson',
  headers: {
    'content-md5': 'eB5eJF1ptWaXm4bijSPyxw==',
    'content-type': 'text/html',
    date,
    'x-oss-date': date,
    'x-oss-meta-author': 'alice',
    'x-oss-meta-magic': 'abracadabra',
    authorization: 'OSS ak:kSHKmLxlyEAKtZPkJhG9bZb5k7M=',
  },
};

const verify = (
  request: SignedRequest,
  { now = signedAt, accounts = [account], resource = nelson as OssResource } = {},
) => verifyOssRequest(request, { accounts, resource, regionId: 'cn-hangzhou', clock: { now: () => now } });

const withHeaders = (headers: Record<string, string | undefined>): SignedRequest => ({
  ...put,
  headers: { ...put.headers, ...headers },
});

describe('V1 signature in the header', () => {
  it('is accepted and made when it is the published one', () => {
    expect(verify(put)).toEqual({ ok: true, accessKeyId: 'ak' });
    expect(ossV1Authorization(put, nelson, account)).toBe(put.headers['authorization']);
  });

  it('is accepted when it is the published one of a sub-resource', () => {
    const acl = {
      ...withHeaders({ authorization: 'OSS ak:/afkugFbmWDQ967j1vr6zygBLQk=' }),
      url: '/nelson?acl',
    };
    expect(verify(acl)).toMatchObject({ ok: true });
    expect(verify({ ...acl, url: '/nelson?acl=' })).toMatchObject({ ok: true });
  });

  it('covers no parameter that is not a sub-resource when there is one', () => {
    expect(verify({ ...put, url: '/nelson?prefix=a&max-keys=3' })).toMatchObject({ ok: true });
  });

  it('is refused with the text to sign when anything signed differs', () => {
    const other = { ...nelson, key: 'nelsen' };
    const refused = [
      verify(withHeaders({ 'x-oss-meta-author': 'bob' })),
      verify(withHeaders({ 'content-type': 'text/plain' })),
      verify({ ...put, method: 'GET' }),
      verify({ ...put, url: '/nelson?acl' }),
      verify(put, { resource: other }),
      verify(put, { accounts: [{ ...account, accessKeySecret: 'other' }] }),
    ];
    for (const verdict of refused) {
      expect(verdict).toMatchObject({ ok: false, status: 403, code: 'SignatureDoesNotMatch' });
    }
    expect(verify(put, { resource: other })).toMatchObject({
      details: {
        OSSAccessKeyId: 'ak',
        SignatureProvided: 'kSHKmLxlyEAKtZPkJhG9bZb5k7M=',
        StringToSign: expect.stringMatching(
          /^PUT\neB5eJF1ptWaXm4bijSPyxw==\n[\s\S]*\n\/examplebucket\/nelsen$/,
        ),
      },
    });
  });

  it.each([
    ['the key id is unknown', { accounts: [] }, {}, 403, 'InvalidAccessKeyId'],
    ['the clock is 16 minutes on', { now: signedAt + 16 * 60_000 }, {}, 403, 'RequestTimeTooSkewed'],
    ['the clock is 16 minutes back', { now: signedAt - 16 * 60_000 }, {}, 403, 'RequestTimeTooSkewed'],
    ['there is no date', {}, { date: undefined, 'x-oss-date': undefined }, 403, 'AccessDenied'],
    ['the date is none', {}, { 'x-oss-date': 'yesterday' }, 403, 'AccessDenied'],
    ['there is no authorization', {}, { authorization: undefined }, 403, 'AccessDenied'],
    ['the header is malformed', {}, { authorization: 'OSS ak' }, 400, 'InvalidArgument'],
    ['the scheme is unknown', {}, { authorization: 'Basic YTpi' }, 400, 'InvalidArgument'],
    ['an unknown token is sent', {}, { 'x-oss-security-token': 't' }, 403, 'InvalidSecurityToken'],
  ])('is refused when %s', (_, server, headers, status, code) => {
    expect(verify(withHeaders(headers), server)).toMatchObject({ ok: false, status, code });
  });

  it('is accepted when the clock is 15 minutes off', () => {
    expect(verify(put, { now: signedAt + 15 * 60_000 })).toMatchObject({ ok: true });
  });

  it('needs the token of the account when it has one', () => {
    const temporary = { ...account, securityToken: 'token' };
    const sign = (headers: Record<string, string>) => {
      const request = withHeaders(headers);
      return withHeaders({ ...headers, authorization: ossV1Authorization(request, nelson, account) });
    };
    const accounts = [temporary];
    expect(verify(sign({ 'x-oss-security-token': 'token' }), { accounts })).toMatchObject({ ok: true });
    expect(verify(sign({ 'x-oss-security-token': 'old' }), { accounts })).toMatchObject({
      code: 'InvalidSecurityToken',
    });
    expect(verify(sign({}), { accounts })).toMatchObject({ code: 'InvalidAccessKeyId' });
  });
});

describe('V1 signature of the signer', () => {
  const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });

  it('is accepted for any key and query, and for no other key or version', () => {
    fc.assert(
      fc.property(word, word, word, (key, prefix, version) => {
        const url = (id: string) => `/?prefix=${percentEncode(prefix)}&versionId=${percentEncode(id)}`;
        const resource = { bucket: 'bkt', key };
        const request = { method: 'GET', url: url(version), headers: { 'x-oss-date': date } };
        const authorization = ossV1Authorization(request, resource, account);
        const signed = { ...request, headers: { ...request.headers, authorization } };
        expect(verify(signed, { resource })).toMatchObject({ ok: true });
        const others = [
          verify(signed, { resource: { ...resource, key: `${key}x` } }),
          verify({ ...signed, url: url(`${version}x`) }, { resource }),
        ];
        for (const verdict of others) expect(verdict).toMatchObject({ code: 'SignatureDoesNotMatch' });
      }),
    );
  });
});

describe('V1 signature in the query', () => {
  const expires = 1_699_807_420;
  const get: SignedRequest = {
    method: 'GET',
    url: `/bucket/key?versionId=versionId&OSSAccessKeyId=ak&Expires=${expires}&Signature=dcLTea%2BYh9ApirQ8o8dOPqtvJXQ%3D`,
    headers: {},
  };
  const at = { resource: { bucket: 'bucket', key: 'key' }, now: expires * 1000 };

  it('is accepted when it is the published one', () => {
    expect(verify(get, at)).toEqual({ ok: true, accessKeyId: 'ak' });
  });

  it('is refused when it has expired', () => {
    expect(verify(get, { ...at, now: at.now + 1 })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'Request has expired.',
    });
  });

  it('is refused when a signed parameter or the key differs', () => {
    const other = { ...get, url: get.url.replace('=versionId', '=other') };
    expect(verify(other, at)).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(verify(get, { ...at, resource: { bucket: 'bucket', key: 'kex' } })).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  it('is refused when a part of it is missing', () => {
    expect(verify({ ...get, url: get.url.replace(/Expires=\d+/, '') }, at)).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
  });
});
