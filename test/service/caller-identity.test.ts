import { expect, it } from 'vitest';
import { callerIdentity, stsEndpoint } from '../../src/service/caller-identity.ts';
import { Connection } from '../../src/service/connection.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Fault, replyJson, startFaultServer, staySilent } from '../support/fault-server.ts';

const credentials = { accessKeyId: 'id', accessKeySecret: 'the-secret' };

it.each([
  [{}, 'sts.cn-shanghai.aliyuncs.com', 'https'],
  [{ network: 'vpc' }, 'sts-vpc.cn-shanghai.aliyuncs.com', 'https'],
  [{ endpoint: 'gateway.shop.example' }, 'sts.cn-shanghai.aliyuncs.com', 'https'],
  [{ endpoint: '127.0.0.1:8080' }, '127.0.0.1:8080', 'http'],
  [{ endpoint: 'https://localhost:8443' }, 'localhost:8443', 'https'],
] as const)('STS of an instance that is reached by %j is at %s', (options, host, protocol) => {
  const connection = new Connection({ region: 'cn-shanghai', instance: 'shop', credentials, ...options });
  expect(stsEndpoint(connection)).toEqual({ host, protocol });
});

async function askAt(fault: Fault, signal?: AbortSignal) {
  const server = await startFaultServer(fault);
  const options = { region: 'cn-shanghai', instance: 'shop', credentials, endpoint: server.endpoint };
  const connection = new Connection({ ...options, clock: new FakeClock({ auto: true }) });
  const asking = callerIdentity(connection, connection.endpoint, signal);
  return { server, asking };
}

it('callerIdentity() asks without any parameter, and cuts a name that no identity can have', async () => {
  const { server, asking } = await askAt(replyJson(200, { Arn: `acs:ram::1:user/${'x'.repeat(9_999)}` }));
  await using _ = server;
  expect(await asking).toBe(`acs:ram::1:user/${'x'.repeat(240)}`);
  expect(server.requests[0]).toMatch(
    /^POST \/ HTTP.*x-acs-version: 2015-04-01.*x-acs-action: GetCallerIdentity/is,
  );
});

it('callerIdentity() says that an identity has no name when the answer has none', async () => {
  const { server, asking } = await askAt(replyJson(200, {}));
  await using _ = server;
  expect(await asking).toBe('an identity without a name');
});

it('callerIdentity() asks twice, and rejects with the code, when STS has trouble', async () => {
  const { server, asking } = await askAt(replyJson(500, { Code: 'InternalError', Message: 'the-secret' }));
  await using _ = server;
  const failure = await failureOf(asking);
  expect(failure).toMatchObject({ code: 'InternalError', retryable: true });
  expect(failure.message).not.toContain('the-secret');
  expect(server.requests).toHaveLength(2);
});

it("callerIdentity() rejects with the signal's reason while STS does not answer", async () => {
  const ending = new AbortController();
  const reason = new Error('enough');
  const { server, asking } = await askAt(staySilent, ending.signal);
  await using _ = server;
  const rejected = rejection(asking);
  while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  ending.abort(reason);
  expect(await rejected).toBe(reason);
});
