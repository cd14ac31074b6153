import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/emulator/signature/account.ts';
import { signedUrl } from '../../../src/emulator/signature/signed-url.ts';
import { verifyOssRequest } from '../../../src/emulator/signature/verify-oss.ts';

const account: Account = { accessKeyId: 'ak', accessKeySecret: 'sk' };
const regionId = 'cn-hangzhou';

describe('signedUrl()', () => {
  const key = "图 片/a+b%2F!'()*.csv";
  const now = 1_702_743_657_000;
  const request = (url: string) => ({
    method: 'GET',
    url: url.slice('http://127.0.0.1:9000'.length),
    headers: {},
  });
  const sign = (signer: Account) =>
    signedUrl(
      'http://127.0.0.1:9000',
      { bucket: 'bkt', key },
      { account: signer, regionId, now, expiresSeconds: 60 },
    );
  const verify = (url: string, at: number, accounts = [account]) => {
    const context = { accounts, regionId, resource: { bucket: 'bkt', key }, clock: { now: () => at } };
    return verifyOssRequest(request(url), context);
  };

  it('gives a URL that serves until it expires', () => {
    const url = sign(account);
    expect(verify(url, now + 60_000)).toMatchObject({ ok: true });
    expect(verify(url, now + 60_001)).toMatchObject({
      message: 'Request has expired.',
    });
  });

  it('carries the token when the account has one', () => {
    const temporary = { ...account, securityToken: 'a token+' };
    const url = sign(temporary);
    expect(verify(url, now, [temporary])).toMatchObject({ ok: true });
    expect(verify(url, now)).toMatchObject({ code: 'InvalidSecurityToken' });
  });
});
