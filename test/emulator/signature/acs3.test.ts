import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/emulator/signature/account.ts';
import { acs3Authorization, verifyAcs3 } from '../../../src/emulator/signature/acs3.ts';
import { RPC_NONCE_MS } from '../../../src/emulator/signature/gateway-checks.ts';
import { Nonces } from '../../../src/emulator/signature/nonces.ts';
import type { SignedRequest } from '../../../src/emulator/signature/signed-request.ts';
import { percentEncode } from '../../../src/shared/http/percent-encode.ts';
import fc from '../../support/properties.ts';

const account: Account = { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' };
const now = Date.parse('2023-10-26T10:22:32Z');
const digest = (body: string | Uint8Array) => createHash('sha256').update(body).digest('hex');
const signedHeaders = 'host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version';
const signature = '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0';
const authorization = `ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=${signedHeaders},Signature=${signature}`;
const post: SignedRequest = {
  method: 'POST',
  url: '/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai',
  headers: {
    host: 'ecs.cn-shanghai.aliyuncs.com',
    'x-acs-action': 'RunInstances',
    'x-acs-content-sha256': digest(''),
    'x-acs-date': '2023-10-26T10:22:32Z',
    'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
    'x-acs-version': '2014-05-26',
    authorization,
  },
};

const verify = (
  request: SignedRequest,
  { at = now, accounts = [account], nonces = new Nonces(RPC_NONCE_MS) } = {},
) => verifyAcs3(request, { accounts, nonces, clock: { now: () => at } });

const withHeaders = (headers: Record<string, string | undefined>): SignedRequest => ({
  ...post,
  headers: Object.fromEntries(
    Object.entries({ ...post.headers, ...headers }).filter(([, value]) => value !== undefined),
  ),
});

const resigned = (request: SignedRequest, signer = account): SignedRequest => ({
  ...request,
  headers: { ...request.headers, authorization: acs3Authorization(request, signer) },
});

describe('ACS3 signature', () => {
  it('is accepted and made when it is the published one', () => {
    expect(verify(post)).toEqual({ ok: true, accessKeyId: 'YourAccessKeyId' });
    expect(acs3Authorization(post, account)).toBe(authorization);
  });

  it('is refused when anything signed differs', () => {
    const refused = [
      verify(withHeaders({ 'x-acs-action': 'Other' })),
      verify(withHeaders({ host: 'other' })),
      verify({ ...post, url: '/?ImageId=other' }),
      verify({ ...post, url: `/x${post.url.slice(1)}` }),
      verify({ ...post, method: 'GET' }),
      verify(post, { accounts: [{ ...account, accessKeySecret: 'other' }] }),
    ];
    for (const verdict of refused) {
      expect(verdict).toMatchObject({
        status: 400,
        code: 'SignatureDoesNotMatch',
        message: expect.stringMatching(/server string to sign is:ACS3-HMAC-SHA256\n[0-9a-f]{64}$/),
      });
    }
  });

  it('is refused when the body is another than the signed one', () => {
    const verdict = verify({ ...post, body: Buffer.from('other') });
    expect(verdict).toMatchObject({ status: 400, code: 'SignatureDoesNotMatch' });
    expect(verdict).toHaveProperty('message', expect.stringContaining('x-acs-content-sha256'));
  });

  it.each([
    ['the key id is unknown', { accounts: [] }, {}, 404, 'InvalidAccessKeyId.NotFound'],
    ['the clock is 16 minutes on', { at: now + 16 * 60_000 }, {}, 400, 'InvalidTimeStamp.Expired'],
    ['the clock is 16 minutes back', { at: now - 16 * 60_000 }, {}, 400, 'InvalidTimeStamp.Expired'],
    ['the date is none', {}, { 'x-acs-date': 'today' }, 400, 'InvalidTimeStamp.Format'],
    ['there is no date', {}, { 'x-acs-date': undefined }, 400, 'MissingParameter'],
    ['there is no nonce', {}, { 'x-acs-signature-nonce': undefined }, 400, 'MissingParameter'],
    ['there is no digest', {}, { 'x-acs-content-sha256': undefined }, 400, 'MissingParameter'],
    ['there is no authorization', {}, { authorization: undefined }, 400, 'MissingParameter'],
    ['the header is malformed', {}, { authorization: 'ACS3-HMAC-SHA256 x' }, 400, 'IncompleteSignature'],
    ['an x-acs header is not signed', {}, { 'x-acs-new': '1' }, 400, 'IncompleteSignature'],
    [
      'host is not signed',
      {},
      { authorization: authorization.replace('host;', '') },
      400,
      'IncompleteSignature',
    ],
  ])('is refused when %s', (_, server, headers, status, code) => {
    expect(verify(withHeaders(headers), server)).toMatchObject({ ok: false, status, code });
  });

  it('is refused when its nonce was used before, and leaves the nonce of a refused request free', () => {
    const nonces = new Nonces(RPC_NONCE_MS);
    expect(verify(withHeaders({ 'x-acs-action': 'Other' }), { nonces })).toMatchObject({ ok: false });
    expect(verify(post, { nonces })).toMatchObject({ ok: true });
    expect(verify(post, { nonces })).toMatchObject({ status: 400, code: 'SignatureNonceUsed' });
  });

  it('needs the token of the account when it has one', () => {
    const temporary = { ...account, securityToken: 'token' };
    const send = (token: string | undefined, accounts: Account[]) =>
      verify(resigned(withHeaders({ 'x-acs-security-token': token })), { accounts });
    expect(send('token', [temporary])).toMatchObject({ ok: true });
    expect(send('old', [temporary])).toMatchObject({ code: 'InvalidSecurityToken.MismatchWithAccessKey' });
    expect(send('token', [account])).toMatchObject({ code: 'InvalidSecurityToken.MismatchWithAccessKey' });
    expect(send(undefined, [temporary])).toMatchObject({ code: 'MissingSecurityToken' });
  });

  it('is accepted for any query and body when made by the signer, and for no other body', () => {
    const word = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word)), fc.uint8Array(), (pairs, body) => {
        const url = `/?${pairs.map((pair) => pair.map(percentEncode).join('=')).join('&')}`;
        const headers = { ...post.headers, 'x-acs-content-sha256': digest(body), 'content-type': 'x/y' };
        const request = resigned({ ...post, url, body, headers });
        expect(verify(request)).toMatchObject({ ok: true });
        expect(verify({ ...request, body: Buffer.concat([body, Buffer.of(0)]) })).toMatchObject({
          ok: false,
        });
      }),
    );
  });
});

describe('Nonces', () => {
  it('forgets a nonce when its time has gone over', () => {
    const nonces = new Nonces(1000);
    for (let ms = 0; ms < 10_000; ms++) expect(nonces.add(`nonce ${ms}`, ms)).toBe(true);
    expect(nonces.size).toBe(1001); // of the last second, both ends included
    expect(nonces.add('nonce 8999', 9999)).toBe(false);
    expect(nonces.add('nonce 8998', 9999)).toBe(true);
  });
});
