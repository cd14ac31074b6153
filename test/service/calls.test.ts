import { describe, expect, it } from 'vitest';
import { failureOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { inTurn, reply, replyJson, resetAtOnce, startFaultServer } from '../support/fault-server.ts';
import { headerOf, serviceAt } from '../support/service-at.ts';

const ok = replyJson(200, { RequestId: 'R', Success: true, Exists: false });

describe('ImageSearchService.call()', () => {
  it('gives the answer when a later try succeeds', async () => {
    await using server = await startFaultServer(inTurn(reply(503), resetAtOnce, ok));
    const answer = await serviceAt(server.endpoint).call('CheckImageExists', { ProductId: 'p' });
    expect(answer).toEqual({
      body: { RequestId: 'R', Success: true, Exists: false },
      retryAfterMs: undefined,
    });
    expect(server.requests).toHaveLength(3);
  });

  it('signs every try anew when it repeats', async () => {
    await using server = await startFaultServer(inTurn(reply(503), ok));
    await serviceAt(server.endpoint).call('CheckImageExists', {});
    const nonces = server.requests.map((one) => headerOf(one, 'x-acs-signature-nonce'));
    expect(new Set(nonces).size).toBe(2);
  });

  it.each([
    ['IncreaseInstance', 'POST /?InstanceName=shop&K=v%20%2F HTTP/1.1', ''],
    ['IncreaseList', 'POST /?InstanceName=shop&K=v%20%2F HTTP/1.1', ''],
    ['Detail', 'POST /?InstanceName=shop&K=v%20%2F HTTP/1.1', ''],
    ['CheckImageExists', 'POST / HTTP/1.1', 'InstanceName=shop&K=v%20%2F'],
    ['AddImage', 'POST / HTTP/1.1', 'InstanceName=shop&K=v%20%2F'],
    ['DeleteImage', 'POST / HTTP/1.1', 'InstanceName=shop&K=v%20%2F'],
  ] as const)('puts the parameters of %s where the official SDK does', async (operation, first, form) => {
    await using server = await startFaultServer(ok);
    await serviceAt(server.endpoint).call(operation, { K: 'v /' });
    const [request = ''] = server.requests;
    expect(request.split('\r\n')[0]).toBe(first);
    expect(request.split('\r\n\r\n').slice(1).join('')).toContain(form);
    expect(headerOf(request, 'x-acs-action')).toBe(operation);
    expect(headerOf(request, 'x-acs-version')).toBe('2020-12-14');
  });

  it('keeps the connection for the next call when one was answered', async () => {
    await using server = await startFaultServer(ok);
    const own = serviceAt(server.endpoint);
    await own.call('CheckImageExists', {});
    await own.call('CheckImageExists', {});
    expect(server.requests).toHaveLength(2);
    expect(server.open()).toBe(1);
  });
});

describe('ImageSearchService.call(), paced', () => {
  it.each([
    ['IncreaseList', {}, 1_000],
    ['Detail', {}, 1_000],
    ['UpdateImage', {}, 50],
    ['DeleteImage', {}, 50],
    ['AddImage', { AddImage: 5 }, 200],
    ['AddImage', { AddImage: 0.5 }, 2_000],
    ['UpdateImage', { DeleteImage: 5 }, 50],
    ['CheckImageExists', { CheckImageExists: 10 }, 100],
    ['IncreaseInstance', { IncreaseInstance: 1 }, 1_000],
  ] as const)(
    'keeps the pace of %s by its own clock when given %j',
    async (operation, requestsPerSecond, ms) => {
      await using server = await startFaultServer(ok);
      const clock = new FakeClock();
      const own = serviceAt(server.endpoint, { clock, requestsPerSecond });
      const calls = [1, 2, 3].map(() => own.call(operation, {}));
      await calls[0];
      expect(server.requests).toHaveLength(1);
      for (const n of [1, 2]) {
        await expect.poll(() => clock.sleeping).toBe(1);
        clock.advance(ms - 1);
        expect(clock.sleeping).toBe(1);
        clock.advance(1);
        await calls[n];
        expect(server.requests).toHaveLength(n + 1);
      }
      expect(clock.waits).toEqual([ms, ms]);
    },
  );

  it.each(['IncreaseInstance', 'CheckImageExists', 'AddImage'] as const)(
    'does not wait when %s has no pace',
    async (operation) => {
      await using server = await startFaultServer(ok);
      const clock = new FakeClock();
      const own = serviceAt(server.endpoint, { clock });
      await Promise.all([own.call(operation, {}), own.call(operation, {})]);
      expect(clock.waits).toEqual([]);
    },
  );
});

describe('ImageSearchService.call(), with credentials', () => {
  it('takes them afresh for each try when they do not say how long they are valid', async () => {
    await using server = await startFaultServer(inTurn(reply(503), ok, ok));
    let n = 0;
    const source = {
      getCredential: async () => ({ accessKeyId: `id-${++n}`, accessKeySecret: 's', securityToken: '' }),
    };
    const own = serviceAt(server.endpoint, { credentials: source });
    await own.call('CheckImageExists', {});
    await own.call('CheckImageExists', {});
    const ids = server.requests.map((request) => /Credential=([^,]+)/.exec(request)?.[1]);
    expect(ids).toEqual(['id-1', 'id-2', 'id-3']);
    expect(server.requests.join()).not.toContain('x-acs-security-token');
  });

  it('asks for them once in their life, by its own clock, when they say how long they are valid', async () => {
    await using server = await startFaultServer(ok);
    const clock = new FakeClock();
    let n = 0;
    const source = {
      getCredential: async () => ({
        accessKeyId: `id-${++n}`,
        accessKeySecret: 's',
        expiration: clock.now() + 3_600_000,
      }),
    };
    const own = serviceAt(server.endpoint, { credentials: source, clock });
    await Promise.all(Array.from({ length: 20 }, () => own.call('CheckImageExists', {})));
    clock.advance(3_600_000);
    await own.call('CheckImageExists', {});
    const ids = server.requests.map((request) => /Credential=([^,]+)/.exec(request)?.[1]);
    expect(ids).toEqual([...Array.from({ length: 20 }, () => 'id-1'), 'id-2']);
  });

  it('sends nothing when there are none', async () => {
    await using server = await startFaultServer(ok);
    const failure = await failureOf(
      serviceAt(server.endpoint, { credentials: { accessKeyId: '', accessKeySecret: '' } }).call(
        'Detail',
        {},
      ),
    );
    expect(failure).toMatchObject({ code: 'NO_CREDENTIALS', retryable: false });
    expect(server.requests).toEqual([]);
  });
});
