import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/emulator/signature/account.ts';
import { RPC_NONCE_MS } from '../../../src/emulator/signature/gateway-checks.ts';
import { Nonces } from '../../../src/emulator/signature/nonces.ts';
import {
  rpcV1Signature,
  type SignedParameters,
  verifyRpcV1,
} from '../../../src/emulator/signature/rpc-v1.ts';
import fc from '../../support/properties.ts';

/** The example that Alibaba publishes for this signature. */
const account: Account = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };
const now = Date.parse('2016-02-23T12:46:24Z');
const published: SignedParameters = {
  AccessKeyId: 'testid',
  Action: 'DescribeRegions',
  Format: 'XML',
  Signature: 'OLeaidS1JvxuMvnyHOwuJ+uX5qY=',
  SignatureMethod: 'HMAC-SHA1',
  SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
  SignatureVersion: '1.0',
  Timestamp: '2016-02-23T12:46:24Z',
  Version: '2014-05-26',
};

const verify = (
  parameters: SignedParameters,
  { at = now, accounts = [account], nonces = new Nonces(RPC_NONCE_MS), method = 'GET' } = {},
) => verifyRpcV1(method, parameters, { accounts, nonces, clock: { now: () => at } });

const resigned = (parameters: SignedParameters, signer = account): SignedParameters => ({
  ...parameters,
  Signature: rpcV1Signature('GET', parameters, signer),
});

describe('the older RPC signature', () => {
  it('is accepted and made when it is the published one', () => {
    expect(verify(published)).toEqual({ ok: true, accessKeyId: 'testid' });
    expect(rpcV1Signature('GET', published, account)).toBe(published['Signature']);
  });

  it('is refused when anything signed differs', () => {
    const refused = [
      verify({ ...published, Action: 'Other' }),
      verify({ ...published, More: '' }),
      verify({ ...published, Format: undefined }),
      verify(published, { method: 'POST' }),
      verify(published, { accounts: [{ ...account, accessKeySecret: 'other' }] }),
    ];
    for (const verdict of refused) {
      expect(verdict).toMatchObject({
        status: 400,
        code: 'SignatureDoesNotMatch',
        message: expect.stringMatching(/server string to sign is:(GET|POST)&%2F&AccessKeyId%3Dtestid/),
      });
    }
  });

  it.each<[string, object, SignedParameters, number, string]>([
    ['the key id is unknown', { accounts: [] }, {}, 404, 'InvalidAccessKeyId.NotFound'],
    ['the clock is 16 minutes on', { at: now + 16 * 60_000 }, {}, 400, 'InvalidTimeStamp.Expired'],
    ['the clock is 16 minutes back', { at: now - 16 * 60_000 }, {}, 400, 'InvalidTimeStamp.Expired'],
    ['the time is none', {}, { Timestamp: '1456231584' }, 400, 'InvalidTimeStamp.Format'],
    ['the method is another', {}, { SignatureMethod: 'HMAC-SHA256' }, 400, 'IncompleteSignature'],
    ['the version is another', {}, { SignatureVersion: '2.0' }, 400, 'IncompleteSignature'],
    [
      'a token is sent that was never given',
      {},
      { SecurityToken: 't' },
      400,
      'InvalidSecurityToken.MismatchWithAccessKey',
    ],
    ...Object.keys(published)
      .filter((name) => !['Action', 'Format', 'Version'].includes(name))
      .map((name): [string, object, SignedParameters, number, string] => [
        `there is no ${name}`,
        {},
        { [name]: undefined },
        400,
        'MissingParameter',
      ]),
  ])('is refused when %s', (_, server, parameters, status, code) => {
    expect(verify({ ...published, ...parameters }, server)).toMatchObject({ ok: false, status, code });
  });

  it('is refused when its nonce was used before, and leaves the nonce of a refused request free', () => {
    const nonces = new Nonces(RPC_NONCE_MS);
    expect(verify({ ...published, Action: 'Other' }, { nonces })).toMatchObject({ ok: false });
    expect(verify(published, { nonces })).toMatchObject({ ok: true });
    expect(verify(published, { nonces })).toMatchObject({ status: 400, code: 'SignatureNonceUsed' });
  });

  it('needs the token of the account when it has one', () => {
    const temporary = { ...account, securityToken: 'token' };
    const send = (SecurityToken: string | undefined) =>
      verify(resigned({ ...published, ...(SecurityToken && { SecurityToken }) }), { accounts: [temporary] });
    expect(send('token')).toMatchObject({ ok: true });
    expect(send('old')).toMatchObject({ code: 'InvalidSecurityToken.MismatchWithAccessKey' });
    expect(send(undefined)).toMatchObject({ code: 'MissingSecurityToken' });
  });

  it('says of a long text to sign only its beginning, as an image may be in it', () => {
    const verdict = verify({ ...published, PicContent: 'x'.repeat(100_000) });
    expect(verdict).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(JSON.stringify(verdict).length).toBeLessThan(1_500);
  });

  it('is accepted for any parameters when made by the signer, and for no others', () => {
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.dictionary(word, word), word, (more, other) => {
        const request = resigned({ ...more, ...published });
        expect(verify(request)).toMatchObject({ ok: true });
        expect(verify({ ...request, Format: `${request['Format']}${other}` })).toMatchObject({ ok: false });
      }),
    );
  });
});
