import { describe, expect, it } from 'vitest';
import { resolveCredentials, withoutSecrets } from '../../src/service/credentials.ts';
import { failureOf, rejection } from '../support/failure.ts';

const pair = { accessKeyId: 'id', accessKeySecret: 'secret' };

describe('resolveCredentials()', () => {
  it.each([
    ['a pair', pair],
    ['a pair and a token', { ...pair, securityToken: 'token' }],
  ])('gives %s as it is, from itself and from a source', async (_, credentials) => {
    expect(await resolveCredentials(credentials)).toEqual(credentials);
    expect(await resolveCredentials({ getCredential: async () => credentials })).toEqual(credentials);
  });

  const broken = new Error('no profile');
  it.each([
    ['the source rejects', { getCredential: () => Promise.reject(broken) }],
    [
      'the source throws',
      {
        getCredential: () => {
          throw broken;
        },
      },
    ],
    ['the source gives nothing', { getCredential: async () => ({}) }],
    ['the source gives an empty pair', { getCredential: async () => ({ ...pair, accessKeySecret: '' }) }],
    ['the id is empty', { ...pair, accessKeyId: '' }],
    ['the secret is empty', { ...pair, accessKeySecret: '' }],
  ])('rejects with NO_CREDENTIALS and tells what to set when %s', async (_, source) => {
    const failure = await failureOf(resolveCredentials(source));
    expect(failure).toMatchObject({ code: 'NO_CREDENTIALS', retryable: false });
    expect(failure.advice).toMatch(/ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET/);
    expect(failure.cause).toBeInstanceOf(Error);
  });

  it('rejects with the reason of the signal when aborted while the source is asked', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const work = rejection(
      resolveCredentials({ getCredential: () => new Promise<never>(() => {}) }, controller.signal),
    );
    controller.abort(reason);
    expect(await work).toBe(reason);
  });
});

describe('withoutSecrets()', () => {
  it('replaces secret and token wherever they stand, and leaves the id', () => {
    const credentials = { accessKeyId: 'id', accessKeySecret: 's$&1', securityToken: 'tok' };
    expect(withoutSecrets('id s$&1 tok, s$&1tok', credentials)).toBe('id *** ***, ******');
  });

  it('changes nothing when there is no token', () => {
    expect(withoutSecrets('undefined', pair)).toBe('undefined');
  });
});
