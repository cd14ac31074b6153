import { retry } from '../shared/async/retry.ts';
import { isLoopback } from '../shared/http/loopback.ts';
import { type Endpoint, parseEndpoint } from './addresses/endpoint.ts';
import { readAnswer } from './calls/read-answer.ts';
import { sendRequest } from './calls/send-request.ts';
import { signRequest } from './calls/sign-request.ts';
import type { Connection } from './connection.ts';
import type { Credentials } from './credentials/credentials.ts';

/**
 * Whose credentials these are, as STS names them: `acs:ram::ACCOUNT:user/NAME`. Everybody may ask for the own identity.
 *
 * @param sts the endpoint of STS
 * @throws {ImageSearchError}
 */
export function callerIdentity(
  { agents, credentials, clock, connectTimeoutMs, readTimeoutMs }: Connection,
  sts: Endpoint,
  signal: AbortSignal | undefined,
): Promise<string> {
  const url = new URL(`${sts.protocol}://${sts.host}`);
  const action = 'GetCallerIdentity';
  const ask = async (keyPair: Credentials): Promise<string> => {
    const call = { action, version: '2015-04-01', host: sts.host, query: {}, body: undefined };
    const request = await signRequest(call, keyPair);
    const sent = await sendRequest(request, { url, agents, connectTimeoutMs, readTimeoutMs }, signal);
    const asked = { what: `${action} at ${sts.host}`, credentials: keyPair, parameters: {}, url };
    const { body } = readAnswer({ ...asked, proxy: agents.proxyFor(url), now: () => clock.now() }, sent);
    const { Arn } = body;
    return typeof Arn === 'string' ? Arn.slice(0, LONGEST_ARN) : 'an identity without a name';
  };
  return retry(() => credentials.use(ask, signal), { signal, clock, attempts: () => TRIES });
}

/**
 * Where STS is (page "Endpoints" of OpenAPI): in the region, on the network on which Image Search is called. On this machine it
 * is where Image Search is, since the emulator serves both.
 */
export function stsEndpoint({ endpoint, region }: Pick<Connection, 'endpoint' | 'region'>): Endpoint {
  if (isLoopback(new URL(`http://${endpoint.host}`).hostname)) return endpoint;
  const name = endpoint.host.startsWith('imagesearch-vpc.') ? 'sts-vpc' : 'sts';
  return parseEndpoint('stsEndpoint', `${name}.${region}.aliyuncs.com`);
}

/** Names of users and roles have 64 characters at most. */
const LONGEST_ARN = 256;

/** Nothing depends on the answer but what people read of it. */
const TRIES = 2;
