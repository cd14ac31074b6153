import * as openApi from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';
import { describe, expect, it } from 'vitest';
import { sendRequest } from '../../src/service/calls/send-request.ts';
import { type RpcCall, signRequest } from '../../src/service/calls/sign-request.ts';
import type { Credentials } from '../../src/service/credentials/credentials.ts';
import { AgentPool } from '../../src/shared/http/agent-pool.ts';
import { replyJson, startFaultServer } from '../support/fault-server.ts';
import fc from '../support/properties.ts';

/** Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself. */
const loaded: unknown = openApi.default;
const ClientClass = (
  typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default
) as typeof openApi.default.default;

const date = new Date('2026-11-21T10:00:00.789Z');
const nonce = 'a-nonce-of-its-own';
const pair = { accessKeyId: 'anAccessKeyId', accessKeySecret: 'the-secret' };
const temporary = { ...pair, securityToken: 'a+token/with==' };

type Call = Pick<RpcCall, 'action' | 'query' | 'body'>;

/** Sends a call by Alibaba's own client, with the same nonce and date. */
async function sendByAlibaba({ action, query, body }: Call, credentials: Credentials, host: string) {
  const client = new ClientClass(
    new openApi.Config({
      // a source of its own: with a key pair, the client adds a header that names its provider
      credential: { getCredential: async () => ({ ...credentials, type: 'sts' }) } as never,
      ...{ endpoint: host, protocol: 'http', regionId: 'cn-shanghai' },
    }),
  );
  const params = new openApi.Params({
    ...{ action, version: '2020-12-14', protocol: 'HTTP', method: 'POST', authType: 'AK', style: 'RPC' },
    ...{ pathname: '/', reqBodyType: 'formData', bodyType: 'string' },
  });
  const request = new openApi.OpenApiRequest({
    query,
    ...(body && { body }),
    headers: { 'x-acs-signature-nonce': nonce, 'x-acs-date': '2026-11-21T10:00:00Z' },
  });
  await client.callApi(params, request, new RuntimeOptions({ readTimeout: 60_000, connectTimeout: 60_000 }));
}

async function sendByUs(call: Call, credentials: Credentials, host: string) {
  const request = await signRequest({ ...call, version: '2020-12-14', host }, credentials, { nonce, date });
  const agents = new AgentPool(() => undefined, {});
  const times = { connectTimeoutMs: 60_000, readTimeoutMs: 60_000 };
  await sendRequest(request, { url: new URL(`http://${host}`), agents, ...times });
}

/** What the signature covers, and what carries it: all but how the connection is kept and who sends. */
function signedPart(request = '') {
  const end = request.indexOf('\r\n\r\n');
  const [head, body] = [request.slice(0, end), request.slice(end + 4)];
  const [first, ...lines] = head.split('\r\n');
  const headers = lines
    .map((line) => /^([^:]+): ?(.*)$/.exec(line)?.slice(1) ?? [])
    .map(([name = '', value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => /^(x-acs-.*|host|content-type|authorization|accept)$/.test(name))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { first, headers, body: /^transfer-encoding: chunked/im.test(head) ? joined(body) : body };
}

/** The chunks of a body: the client of Alibaba does not tell its length before. */
function joined(body = ''): string {
  const size = Number.parseInt(body, 16);
  const start = body.indexOf('\r\n') + 2;
  return size > 0 ? body.slice(start, start + size) + joined(body.slice(start + size + 2)) : '';
}

async function bothRequests(call: Call, credentials: Credentials) {
  await using server = await startFaultServer(replyJson(200, { Success: true }));
  await sendByAlibaba(call, credentials, server.endpoint);
  await sendByUs(call, credentials, server.endpoint);
  const [theirs, ours] = server.requests;
  return { theirs: signedPart(theirs), ours: signedPart(ours) };
}

const odd = { ProductId: "a b+c&d=e%'()*~!", PicName: '图/片.jpg', Empty: '' };

describe('a request of ours', () => {
  it.each<[string, Call, Credentials]>([
    ['without parameters', { action: 'Detail', query: {}, body: undefined }, pair],
    ['with parameters in the query', { action: 'IncreaseList', query: odd, body: undefined }, pair],
    ['with parameters in the form', { action: 'AddImage', query: {}, body: odd }, pair],
    ['with parameters in both', { action: 'AddImage', query: { InstanceName: 'shop' }, body: odd }, pair],
    ['with a token, in the query', { action: 'IncreaseList', query: odd, body: undefined }, temporary],
    ['with a token, in the form', { action: 'AddImage', query: {}, body: odd }, temporary],
    [
      'with an image',
      { action: 'AddImage', query: {}, body: { PicContent: 'a+b/'.repeat(100_000) } },
      temporary,
    ],
  ])('is what the client of Alibaba sends, to the byte, %s', async (_, call, credentials) => {
    const { theirs, ours } = await bothRequests(call, credentials);
    expect(ours).toEqual(theirs);
    expect(ours.headers.map(([name]) => name)).toContain('authorization');
  });

  it('is what the client of Alibaba sends, whatever the parameters are', async () => {
    const name = fc.string({ minLength: 1, unit: fc.constantFrom(...'abcXYZ019') });
    const parameters = fc.dictionary(name, fc.string({ unit: 'grapheme' }), {
      maxKeys: 5,
      noNullPrototype: true,
    });
    await fc.assert(
      fc.asyncProperty(parameters, fc.boolean(), async (values, inQuery) => {
        const call = { action: 'AddImage', query: inQuery ? values : {}, body: inQuery ? undefined : values };
        const { theirs, ours } = await bothRequests(call, pair);
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 60 },
    );
  });
});
