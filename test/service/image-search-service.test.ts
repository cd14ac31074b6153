import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ImageSearchService, type ServiceOptions } from '../../src/service/image-search-service.ts';
import { expectWithout, failureOf, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  cutBody,
  type Fault,
  type FaultServer,
  finish,
  inTurn,
  refusedEndpoint,
  reply,
  replyJson,
  resetAtOnce,
  startFaultServer,
  staySilent,
  trickle,
} from '../support/fault-server.ts';

const SECRET = 'the-very-secret-of-the-key-pair';
const TOKEN = 'the-token-of-temporary-credentials';
const credentials = { accessKeyId: 'anAccessKeyId', accessKeySecret: SECRET, securityToken: TOKEN };

const servers: FaultServer[] = [];
const start = async (fault: Fault) => {
  const server = await startFaultServer(fault);
  servers.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server[Symbol.asyncDispose]()));
});

const service = (endpoint: string, options: Partial<ServiceOptions> = {}) =>
  new ImageSearchService({
    region: 'cn-shanghai',
    instance: 'shop',
    credentials,
    endpoint,
    clock: new FakeClock({ auto: true }),
    ...options,
  });

const ok = replyJson(200, { RequestId: 'R', Success: true, Exists: false });
const rid = { 'x-acs-request-id': 'RID' };

interface Expected {
  readonly fault: string;
  readonly answer: Fault;
  readonly code: string;
  readonly httpStatus: number | undefined;
  readonly retryable: boolean;
  readonly requestId?: string;
  readonly says: string;
}

const LATER = { retryable: true } as const;
const NEVER = { retryable: false } as const;
const BAD = { code: 'BAD_ANSWER', ...LATER } as const;
const error = (Code: string, Message: string) => ({ RequestId: 'BODY-ID', HostId: 'h', Code, Message });

const FAULTS: readonly Expected[] = [
  {
    fault: '503 with HTML',
    answer: reply(503, '<html>down</html>', rid),
    ...BAD,
    httpStatus: 503,
    requestId: 'RID',
    says: 'HTTP 503',
  },
  { fault: '500 with an empty body', answer: reply(500), ...BAD, httpStatus: 500, says: 'HTTP 500' },
  { fault: '502 with text', answer: reply(502, 'Bad Gateway'), ...BAD, httpStatus: 502, says: 'HTTP 502' },
  { fault: '500 with a JSON array', answer: replyJson(500, []), ...BAD, httpStatus: 500, says: 'HTTP 500' },
  {
    fault: '400 with an object that names no code',
    answer: replyJson(400, {}),
    ...BAD,
    httpStatus: 400,
    says: 'HTTP 400',
  },
  {
    fault: '200 with HTML',
    answer: reply(200, '<html>login</html>', rid),
    ...BAD,
    httpStatus: 200,
    requestId: 'RID',
    says: 'HTTP 200 without a JSON object',
  },
  {
    fault: '200 with an empty body',
    answer: reply(200),
    ...BAD,
    httpStatus: 200,
    says: 'HTTP 200 without a JSON object',
  },
  {
    fault: '200 with null',
    answer: replyJson(200, null),
    ...BAD,
    httpStatus: 200,
    says: 'HTTP 200 without a JSON object',
  },
  {
    fault: '200 with an array',
    answer: replyJson(200, [{ Success: true }]),
    ...BAD,
    httpStatus: 200,
    says: 'HTTP 200 without a JSON object',
  },
  {
    fault: '200 with broken JSON',
    answer: reply(200, '{"Success":true'),
    ...BAD,
    httpStatus: 200,
    says: 'HTTP 200 without a JSON object',
  },
  {
    fault: '200 that reports no success',
    answer: replyJson(200, { Success: false, Code: 'X', Msg: 'm' }),
    code: 'X',
    httpStatus: 200,
    ...NEVER,
    says: ': m',
  },
  {
    fault: '200 that reports no success and nothing else',
    answer: replyJson(200, { Success: false }, rid),
    code: 'UNSUCCESSFUL',
    httpStatus: 200,
    ...NEVER,
    requestId: 'RID',
    says: 'no success',
  },
  {
    fault: '200 that reports no success for now',
    answer: replyJson(200, { Success: false, Code: 'InternalError', Message: 'm', RequestId: 'BODY-ID' }),
    code: 'InternalError',
    httpStatus: 200,
    ...LATER,
    requestId: 'BODY-ID',
    says: ': m',
  },
  {
    fault: '302',
    answer: reply(302, '', { location: 'http://127.0.0.1:1/' }),
    ...BAD,
    httpStatus: 302,
    says: 'HTTP 302',
  },
  {
    fault: '403',
    answer: replyJson(403, error('NoPermission', 'You are not authorized')),
    code: 'NoPermission',
    httpStatus: 403,
    ...NEVER,
    requestId: 'BODY-ID',
    says: 'You are not authorized',
  },
  {
    fault: '403 of the flow control',
    answer: replyJson(403, error('DeniedRequest', 'too fast')),
    code: 'DeniedRequest',
    httpStatus: 403,
    ...LATER,
    requestId: 'BODY-ID',
    says: 'too fast',
  },
  {
    fault: '409',
    answer: replyJson(409, error('Console.IncrementStatusError', 'busy')),
    code: 'Console.IncrementStatusError',
    httpStatus: 409,
    ...NEVER,
    requestId: 'BODY-ID',
    says: 'busy',
  },
  {
    fault: '429',
    answer: replyJson(429, error('Throttling', 'slow down')),
    code: 'Throttling',
    httpStatus: 429,
    ...LATER,
    requestId: 'BODY-ID',
    says: 'slow down',
  },
  {
    fault: '500 with a permanent code',
    answer: replyJson(500, error('UnsupportedInstanceType', 'no')),
    code: 'UnsupportedInstanceType',
    httpStatus: 500,
    ...LATER,
    requestId: 'BODY-ID',
    says: ': no',
  },
  {
    fault: 'a reset at once',
    answer: resetAtOnce,
    code: 'CONNECTION_LOST',
    httpStatus: undefined,
    ...LATER,
    says: 'the connection broke',
  },
  {
    fault: 'a body that is cut',
    answer: cutBody,
    code: 'CONNECTION_LOST',
    httpStatus: 200,
    ...LATER,
    says: 'the connection broke',
  },
  {
    fault: 'an end without an answer',
    answer: finish,
    code: 'CONNECTION_LOST',
    httpStatus: undefined,
    ...LATER,
    says: 'the connection broke',
  },
  {
    fault: 'silence',
    answer: staySilent,
    code: 'TIMEOUT',
    httpStatus: undefined,
    ...LATER,
    says: 'no answer came in time',
  },
  {
    fault: 'an answer that trickles', // Alibaba's client breaks off and leaves no word of its time limit
    answer: trickle,
    code: 'CONNECTION_LOST',
    httpStatus: 200,
    ...LATER,
    says: 'the connection broke',
  },
  {
    fault: '403 that repeats the request',
    answer: (socket, request, n) =>
      replyJson(403, error('SignatureDoesNotMatch', `server canonical request is [${request}] ${SECRET}`))(
        socket,
        request,
        n,
      ),
    code: 'SignatureDoesNotMatch',
    httpStatus: 403,
    ...NEVER,
    requestId: 'BODY-ID',
    says: 'x-acs-security-token: ***',
  },
  {
    fault: '200 that repeats the request',
    answer: (socket, request, n) =>
      replyJson(200, { Success: false, Code: 'X', Msg: request })(socket, request, n),
    code: 'X',
    httpStatus: 200,
    ...NEVER,
    says: 'x-acs-security-token: ***',
  },
  {
    fault: '503 with text that repeats the request',
    answer: (socket, request, n) => reply(503, request)(socket, request, n),
    ...BAD,
    httpStatus: 503,
    says: 'HTTP 503',
  },
];

const timeouts = { connectTimeoutMs: 1_000, readTimeoutMs: 150 };

describe('ImageSearchService.call()', () => {
  it.each(FAULTS)('rejects with $code when it meets $fault', async ({ answer, ...expected }) => {
    const server = await start(answer);
    const clock = new FakeClock({ auto: true });
    const { fault, says, ...details } = { requestId: undefined, ...expected };
    const failure = await failureOf(
      service(server.endpoint, { ...timeouts, clock }).call('CheckImageExists', { ProductId: 'p' }),
    );
    expect(failure).toMatchObject(details);
    expect(failure.message).toContain(says);
    expect(failure.message).toContain(
      `Cannot call CheckImageExists of instance "shop" at ${server.endpoint}`,
    );
    expectWithout(failure, SECRET, TOKEN);
    const tries = expected.retryable ? 4 : 1; // retry()'s default
    expect(server.requests).toHaveLength(tries);
    expect(clock.waits).toHaveLength(tries - 1);
  });

  it.each(FAULTS)('sends IncreaseInstance once when it meets $fault', async ({ answer, code }) => {
    const server = await start(answer);
    const failure = await failureOf(
      service(server.endpoint, timeouts).call('IncreaseInstance', { Path: '/a' }),
    );
    expect(failure.code).toBe(code);
    expectWithout(failure, SECRET, TOKEN);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['CONNECTION_REFUSED', 'nobody listens', refusedEndpoint],
    ['HOST_NOT_FOUND', 'no host has the name', async () => 'http://nowhere.invalid'],
  ])('rejects with %s when %s', async (code, _, endpoint) => {
    const failure = await failureOf(service(await endpoint()).call('Detail', {}));
    expect(failure).toMatchObject({ code, httpStatus: undefined, requestId: undefined, retryable: false });
    expect(failure.advice).toContain('the endpoint');
    expectWithout(failure, SECRET, TOKEN);
  });

  it('gives the answer when a later try succeeds', async () => {
    const server = await start(inTurn(reply(503), resetAtOnce, ok));
    const answer = await service(server.endpoint).call('CheckImageExists', { ProductId: 'p' });
    expect(answer).toEqual({ RequestId: 'R', Success: true, Exists: false });
    expect(server.requests).toHaveLength(3);
  });

  it('waits as long as readTimeoutMs when the answer comes later than connectTimeoutMs', async () => {
    const server = await start((...request) => void setTimeout(() => ok(...request), 300));
    const own = service(server.endpoint, { connectTimeoutMs: 100, readTimeoutMs: 5_000 });
    await own.call('IncreaseInstance', {});
    await own.call('IncreaseInstance', {}); // over the connection that is there
    expect(server.requests).toHaveLength(2);
    expect(server.open()).toBe(1);
  });

  it('signs every try anew', async () => {
    const server = await start(inTurn(reply(503), ok));
    await service(server.endpoint).call('CheckImageExists', {});
    const nonces = server.requests.map((one) => /x-acs-signature-nonce: (\S+)/.exec(one)?.[1]);
    expect(new Set(nonces).size).toBe(2);
  });

  it.each([
    ['Detail', 'POST /?InstanceName=shop&K=v%20%2F HTTP/1.1', ''],
    ['CheckImageExists', 'POST / HTTP/1.1', 'InstanceName=shop&K=v%20%2F'],
  ] as const)('puts the parameters of %s where the official SDK does', async (operation, first, form) => {
    const server = await start(ok);
    await service(server.endpoint).call(operation, { K: 'v /' });
    const [request = ''] = server.requests;
    expect(request.split('\r\n')[0]).toBe(first);
    expect(request.split('\r\n\r\n').slice(1).join('')).toContain(form);
    expect(request).toMatch(new RegExp(`^x-acs-action: ${operation}\r$`, 'm'));
    expect(request).toMatch(/^x-acs-version: 2020-12-14\r$/m);
  });

  it('keeps IncreaseList to one a second when called at once, by its own clock', async () => {
    const server = await start(ok);
    const clock = new FakeClock({ auto: false });
    const own = service(server.endpoint, { clock });
    const calls = [1, 2, 3].map(() => own.call('IncreaseList', {}));
    await calls[0];
    expect(clock.waits).toEqual([1_000, 2_000]);
    expect(server.requests).toHaveLength(1);
    clock.advance(1_000);
    await calls[1];
    expect(server.requests).toHaveLength(2);
    clock.advance(1_000);
    await calls[2];
    expect(server.requests).toHaveLength(3);
  });

  it('takes the credentials afresh for each try', async () => {
    const server = await start(inTurn(reply(503), ok, ok));
    let n = 0;
    const source = {
      getCredential: async () => ({ accessKeyId: `id-${++n}`, accessKeySecret: 's', securityToken: '' }),
    };
    const own = service(server.endpoint, { credentials: source });
    await own.call('CheckImageExists', {});
    await own.call('CheckImageExists', {});
    const ids = server.requests.map((request) => /Credential=([^,]+)/.exec(request)?.[1]);
    expect(ids).toEqual(['id-1', 'id-2', 'id-3']);
    expect(server.requests.join()).not.toContain('x-acs-security-token');
  });

  it('sends nothing when there are no credentials', async () => {
    const server = await start(ok);
    const failure = await failureOf(
      service(server.endpoint, { credentials: { accessKeyId: '', accessKeySecret: '' } }).call('Detail', {}),
    );
    expect(failure).toMatchObject({ code: 'NO_CREDENTIALS', retryable: false });
    expect(server.requests).toEqual([]);
  });
});

describe('ImageSearchService.call(), aborted', () => {
  const reason = new Error('enough');

  it.each(['IncreaseInstance', 'IncreaseList', 'CheckImageExists'] as const)(
    'sends nothing when %s is aborted before',
    async (operation) => {
      const server = await start(ok);
      expect(await rejection(service(server.endpoint).call(operation, {}, AbortSignal.abort(reason)))).toBe(
        reason,
      );
      expect(server.requests).toEqual([]);
    },
  );

  it.each(['IncreaseInstance', 'CheckImageExists'] as const)(
    'rejects %s with the own reason and ends the connection when aborted during it',
    async (operation) => {
      const server = await start(staySilent);
      const controller = new AbortController();
      const call = rejection(service(server.endpoint).call(operation, {}, controller.signal));
      await vi.waitFor(() => expect(server.requests).toHaveLength(1));
      controller.abort(reason);
      expect(await call).toBe(reason);
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      await vi.waitFor(() => expect(server.open()).toBe(0));
    },
  );

  it('rejects with the own reason when aborted while a retry waits', async () => {
    const server = await start(reply(503));
    const clock = new FakeClock();
    const controller = new AbortController();
    const call = rejection(
      service(server.endpoint, { clock }).call('CheckImageExists', {}, controller.signal),
    );
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('rejects with the own reason when aborted while the pace makes it wait', async () => {
    const server = await start(ok);
    const own = service(server.endpoint, { clock: new FakeClock() });
    const controller = new AbortController();
    await own.call('Detail', {});
    const call = rejection(own.call('Detail', {}, controller.signal));
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('rejects with the own reason when aborted while credentials are awaited', async () => {
    const server = await start(ok);
    const controller = new AbortController();
    const source = { getCredential: () => new Promise<never>(() => {}) };
    const call = rejection(
      service(server.endpoint, { credentials: source }).call('CheckImageExists', {}, controller.signal),
    );
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('leaves no listener behind when it succeeds', async () => {
    const server = await start(ok);
    const { signal } = new AbortController();
    await service(server.endpoint).call('CheckImageExists', {}, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('ends the connection when the answer took too long', async () => {
    const server = await start(trickle);
    await failureOf(service(server.endpoint, timeouts).call('IncreaseInstance', {}));
    await vi.waitFor(() => expect(server.open()).toBe(0));
  });

  it('keeps the connection for the next call when one was answered', async () => {
    const server = await start(ok);
    const own = service(server.endpoint);
    await own.call('CheckImageExists', {});
    await own.call('CheckImageExists', {});
    expect(server.requests).toHaveLength(2);
    expect(server.open()).toBe(1);
  });
});

describe('new ImageSearchService()', () => {
  it.each([
    ['region is empty', { region: '' }, TypeError, /region/],
    ['instance is empty', { instance: '' }, TypeError, /instance/],
    ['endpoint has a path', { endpoint: 'host/path' }, TypeError, /endpoint/],
    ['connectTimeoutMs is 0', { connectTimeoutMs: 0 }, RangeError, /connectTimeoutMs/],
    ['readTimeoutMs is a fraction', { readTimeoutMs: 1.5 }, RangeError, /readTimeoutMs/],
  ] as const)('throws when %s', (_, options, kind, says) => {
    expect(() => service('127.0.0.1:1', options)).toThrow(kind);
    expect(() => service('127.0.0.1:1', options)).toThrow(says);
  });
});
