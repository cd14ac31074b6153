import { getEventListeners } from 'node:events';
import { createRequire } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import { CredentialCache } from '../../../src/service/credentials/credential-cache.ts';
import type { CredentialSource, IssuedCredentials } from '../../../src/service/credentials/credentials.ts';
import { OssStore } from '../../../src/storage/oss-store.ts';
import { expectWithout, failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { inTurn, reply, replyJson, startFaultServer } from '../../support/fault-server.ts';
import { serviceAt } from '../../support/service-at.ts';
import { startEmulator } from '../../support/start-emulator.ts';

const pair = { accessKeyId: 'id', accessKeySecret: 'the-very-secret' };
const MINUTE = 60_000;

/** A source that counts its questions and answers each by its number. */
function asked(answer: (n: number) => IssuedCredentials | Promise<IssuedCredentials>) {
  const source = {
    times: 0,
    getCredential: async () => answer(++source.times),
  };
  return source;
}

/** A source whose answers come when the test says so. */
function slow() {
  const questions: PromiseWithResolvers<IssuedCredentials>[] = [];
  const getCredential = () => {
    const question = withResolvers<IssuedCredentials>();
    questions.push(question);
    return question.promise;
  };
  return { questions, getCredential };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('CredentialCache.current()', () => {
  it.each([
    ['a pair', pair],
    ['a pair and a token', { ...pair, securityToken: 'token' }],
  ])('gives %s as it is, from itself and from a source', async (_, credentials) => {
    expect(await new CredentialCache(credentials).current()).toEqual(credentials);
    expect(await new CredentialCache({ getCredential: async () => credentials }).current()).toEqual(
      credentials,
    );
  });

  it("asks Alibaba's default chain when no source is given", async () => {
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'id-of-the-environment');
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'secret');
    vi.stubEnv('ALIBABA_CLOUD_SECURITY_TOKEN', undefined);
    try {
      const cache = new CredentialCache();
      expect(await cache.current()).toMatchObject({ accessKeyId: 'id-of-the-environment' });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('takes a client of @alicloud/credentials', async () => {
    const require = createRequire(import.meta.url);
    const {
      default: Client,
      Config,
    }: typeof import('@alicloud/credentials') = require('@alicloud/credentials');
    const config = new Config({ type: 'sts', ...pair, securityToken: 'token' });
    const cache = new CredentialCache(new Client(config));
    expect(await cache.current()).toEqual({ ...pair, securityToken: 'token' });
  });

  it('asks once for a hundred callers at the same time', async () => {
    const { questions, getCredential } = slow();
    const cache = new CredentialCache({ getCredential });
    const callers = Array.from({ length: 100 }, () => cache.current());
    expect(questions).toHaveLength(1);
    questions[0]?.resolve(pair);
    expect(new Set((await Promise.all(callers)).map(({ accessKeyId }) => accessKeyId))).toEqual(
      new Set(['id']),
    );
  });

  it('asks again at each call when the answer does not say when it ends', async () => {
    const source = asked((n) => ({ ...pair, accessKeyId: `id-${n}` }));
    const cache = new CredentialCache(source);
    expect((await cache.current()).accessKeyId).toBe('id-1');
    expect((await cache.current()).accessKeyId).toBe('id-2');
  });

  it.each([
    ['a date', (at: number) => new Date(at)],
    ['milliseconds', (at: number) => at],
    ['text as STS gives it', (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')],
  ])('keeps the answer until five minutes before its end when that is %s', async (_, worded) => {
    const clock = new FakeClock({ startsAt: Date.UTC(2026, 10, 21) });
    const end = clock.now() + 60 * MINUTE;
    const source = asked((n) => ({ ...pair, accessKeyId: `id-${n}`, expiration: worded(end + n - 1) }));
    const cache = new CredentialCache(source, clock);
    await cache.current();
    clock.advance(55 * MINUTE - 1);
    expect((await cache.current()).accessKeyId).toBe('id-1');
    expect(source.times).toBe(1);
    clock.advance(1);
    const callers = await Promise.all(Array.from({ length: 100 }, () => cache.current()));
    expect(new Set(callers.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['id-2']));
    expect(source.times).toBe(2);
  });

  it.each([
    ['it has ended', (now: number) => now - 1],
    ['it ends within five minutes', (now: number) => now + 4 * MINUTE],
    ['it is in seconds', (now: number) => Math.floor(now / 1000) + 3_600],
    ['it is no time', () => 'soon'],
  ])('uses the answer once when %s', async (_, expiration) => {
    const clock = new FakeClock();
    const source = asked(() => ({ ...pair, expiration: expiration(clock.now()) }));
    const cache = new CredentialCache(source, clock);
    expect(await cache.current()).toMatchObject(pair);
    await cache.current();
    expect(source.times).toBe(2);
  });

  it('asks anew when the last question failed', async () => {
    const source = asked((n) => (n === 1 ? Promise.reject(new Error('not now')) : pair));
    const cache = new CredentialCache(source);
    const callers = [cache.current(), cache.current()];
    for (const caller of callers) expect(await failureOf(caller)).toMatchObject({ code: 'NO_CREDENTIALS' });
    expect(await cache.current()).toMatchObject(pair);
    expect(source.times).toBe(2);
  });

  it('asks anew when the source threw instead of rejecting', async () => {
    let times = 0;
    const cache = new CredentialCache({
      getCredential: () => {
        if (++times === 1) throw new Error('not now');
        return Promise.resolve(pair);
      },
    });
    await failureOf(cache.current());
    expect(await cache.current()).toMatchObject(pair);
  });

  it('keeps what it has no longer when the next question fails', async () => {
    const clock = new FakeClock();
    const source = asked((n) =>
      n === 1 ? { ...pair, expiration: clock.now() + 60 * MINUTE } : Promise.reject(new Error('gone')),
    );
    const cache = new CredentialCache(source, clock);
    await cache.current();
    clock.advance(60 * MINUTE);
    await failureOf(cache.current());
    await failureOf(cache.current());
    expect(source.times).toBe(3);
  });

  it('rejects who aborts with the own reason at once, and answers the others', async () => {
    const { questions, getCredential } = slow();
    const cache = new CredentialCache({ getCredential });
    const controller = new AbortController();
    const reason = new Error('enough');
    const aborted = rejection(cache.current(controller.signal));
    const others = [cache.current(), cache.current(new AbortController().signal)];
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    questions[0]?.resolve(pair);
    for (const other of others) expect(await other).toMatchObject(pair);
    expect(questions).toHaveLength(1);
  });

  it('asks anew when all have left a question that was never answered', async () => {
    const { questions, getCredential } = slow();
    const cache = new CredentialCache({ getCredential });
    const reason = new Error('enough');
    const controller = new AbortController();
    const aborted = rejection(cache.current(controller.signal));
    controller.abort(reason);
    await aborted;
    const next = cache.current();
    expect(questions).toHaveLength(2);
    questions[1]?.resolve(pair);
    expect(await next).toMatchObject(pair);
    questions[0]?.reject(new Error('too late for anybody'));
  });

  it('asks nothing when it was aborted before', async () => {
    const source = asked(() => pair);
    const reason = new Error('enough');
    expect(await rejection(new CredentialCache(source).current(AbortSignal.abort(reason)))).toBe(reason);
    expect(source.times).toBe(0);
  });

  const broken = new Error('no profile');
  it.each([
    ['the source rejects', { getCredential: () => Promise.reject(broken) }],
    ['the source gives nothing', { getCredential: async () => ({}) }],
    ['the source gives undefined', { getCredential: async () => undefined as never }],
    ['the source gives no secret', { getCredential: async () => ({ accessKeyId: 'id' }) }],
    ['the source gives no id', { getCredential: async () => ({ accessKeySecret: pair.accessKeySecret }) }],
    ['the id is empty', { ...pair, accessKeyId: '' }],
    ['the secret is empty', { ...pair, accessKeySecret: '', securityToken: 'the-very-token' }],
  ])('rejects with NO_CREDENTIALS, tells what to set and no secret when %s', async (_, source) => {
    const failure = await failureOf(new CredentialCache(source).current());
    expect(failure).toMatchObject({ code: 'NO_CREDENTIALS', retryable: false });
    expect(failure.advice).toMatch(/ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET/);
    expect(failure.cause).toBeInstanceOf(Error);
    expectWithout(failure, pair.accessKeySecret, 'the-very-token');
  });
});

describe('OssStore', () => {
  it('asks for its credentials once while they are valid when many calls run at the same time', async () => {
    await using emulator = await startEmulator();
    const source = asked(() => ({
      accessKeyId: emulator.accessKeyId,
      accessKeySecret: emulator.accessKeySecret,
      expiration: Date.now() + 60 * MINUTE,
    }));
    const store = new OssStore({
      bucket: emulator.bucketName,
      region: emulator.regionId,
      endpoint: emulator.ossEndpoint,
      credentials: source,
    });
    try {
      await Promise.all(Array.from({ length: 20 }, (_, n) => store.put(`key-${n}`, Buffer.from('x'))));
      await store.head('key-1');
      expect(source.times).toBe(1);
    } finally {
      store.close();
    }
  });
});

/** Refuses the first requests with these codes, and then answers. */
const FIRST_REFUSED = {
  'Image Search': (codes: readonly string[]) =>
    startFaultServer(
      inTurn(
        ...codes.map((Code) => replyJson(400, { Code, Message: 'no', RequestId: 'R' })),
        replyJson(200, { Success: true, Data: { Id: '7' }, Instance: { Name: 'shop' } }),
      ),
    ),
  OSS: (codes: readonly string[]) =>
    startFaultServer(
      inTurn(
        ...codes.map((code) =>
          reply(403, `<Error><Code>${code}</Code><Message>no</Message></Error>`, { 'x-oss-request-id': 'R' }),
        ),
        reply(200, '', { 'x-oss-request-id': 'R' }),
      ),
    ),
} as const;

type Source = CredentialSource;
const CALLS = {
  Detail: (endpoint: string, credentials: Source) => serviceAt(endpoint, { credentials }).call('Detail', {}),
  IncreaseInstance: (endpoint: string, credentials: Source) =>
    serviceAt(endpoint, { credentials }).call('IncreaseInstance', {}),
  'a put': async (endpoint: string, credentials: Source) => {
    const [host, port] = endpoint.split(':');
    const store = new OssStore({
      ...{
        bucket: 'bucket',
        region: 'cn-shanghai',
        endpoint: `http://${host?.replace('127.0.0.1', 'localhost')}:${port}`,
      },
      ...{ credentials, clock: new FakeClock({ auto: true }) },
    });
    await store.put('key', Buffer.from('x')).finally(() => store.close());
  },
} as const;

const REFUSALS = [
  ['Image Search', 'Detail', 'InvalidAccessKeyId.NotFound'],
  ['Image Search', 'Detail', 'InvalidAccessKeyId.Inactive'],
  ['Image Search', 'Detail', 'InvalidSecurityToken.Expired'],
  ['Image Search', 'IncreaseInstance', 'InvalidSecurityToken.Expired'],
  ['OSS', 'a put', 'InvalidAccessKeyId'],
  ['OSS', 'a put', 'SecurityTokenExpired'],
] as const;

describe('credentials that a service calls no longer valid', () => {
  it.each(REFUSALS)('%s: %s is made once more with new ones after %s', async (service, call, code) => {
    await using server = await FIRST_REFUSED[service]([code]);
    const source = asked((n) => ({ ...pair, accessKeyId: `key-${n}`, expiration: Date.now() + 60 * MINUTE }));
    await CALLS[call](server.endpoint, source);
    expect(source.times).toBe(2);
    expect(server.requests.map((request) => /key-\d/.exec(request)?.[0])).toEqual(['key-1', 'key-2']);
  });

  it.each(REFUSALS)('%s: %s fails when the new ones meet %s too', async (service, call, code) => {
    await using server = await FIRST_REFUSED[service]([code, code]);
    const source = asked((n) => ({ ...pair, accessKeyId: `key-${n}` }));
    expect(await rejection(CALLS[call](server.endpoint, source))).toMatchObject({ code, retryable: false });
    expect(server.requests).toHaveLength(2);
  });

  it.each(REFUSALS)('%s: %s fails at once after %s when there are no others', async (service, call, code) => {
    for (const source of [pair, asked(() => pair)]) {
      await using server = await FIRST_REFUSED[service]([code, code]);
      expect(await rejection(CALLS[call](server.endpoint, source))).toMatchObject({ code, retryable: false });
      expect(server.requests).toHaveLength(1);
    }
  });

  it('are asked for anew once when many calls meet the refusal at the same time', async () => {
    await using server = await startFaultServer((socket, request, n) =>
      (request.includes('key-1')
        ? replyJson(400, { Code: 'InvalidSecurityToken.Expired', RequestId: 'R' })
        : replyJson(200, { Success: true }))(socket, request, n),
    );
    const source = asked((n) => ({ ...pair, accessKeyId: `key-${n}`, expiration: Date.now() + 60 * MINUTE }));
    const service = serviceAt(server.endpoint, { credentials: source });
    await Promise.all(Array.from({ length: 10 }, () => service.call('CheckImageExists', {})));
    expect(source.times).toBe(2);
  });
});

describe('a source that gave credentials, and fails', () => {
  it.each(['Detail', 'IncreaseInstance', 'a put'] as const)(
    'is asked again by %s before that is an error',
    async (call) => {
      await using server = await FIRST_REFUSED[call === 'a put' ? 'OSS' : 'Image Search']([]);
      const source = asked((n) => (n === 2 || n === 3 ? Promise.reject(new Error('away')) : pair));
      const cache = { getCredential: () => source.getCredential() };
      const service = serviceAt(server.endpoint, { credentials: cache });
      if (call === 'a put') {
        const { port } = server;
        const store = new OssStore({
          ...{
            bucket: 'bucket',
            region: 'cn-shanghai',
            endpoint: `http://localhost:${port}`,
            credentials: cache,
          },
          clock: new FakeClock({ auto: true }),
        });
        await store.put('key', Buffer.from('x'));
        await store.put('key', Buffer.from('x'));
        store.close();
      } else {
        await service.call(call, {});
        await service.call(call, {});
      }
      expect(source.times).toBe(4);
      expect(server.requests).toHaveLength(2);
    },
  );

  it.each<[string, () => IssuedCredentials | Promise<IssuedCredentials>]>([
    ['rejects', () => Promise.reject(new Error('the metadata server is away'))],
    ['gives nothing', () => ({})],
  ])('fails with NO_CREDENTIALS that may pass when it %s', async (_, later) => {
    const cache = new CredentialCache(asked((n) => (n === 1 ? pair : later())));
    await cache.current();
    const failure = await failureOf(cache.current());
    expect(failure).toMatchObject({ code: 'NO_CREDENTIALS', retryable: true, cause: expect.any(Error) });
    expect(failure.advice).not.toContain('ALIBABA_CLOUD');
  });
});
