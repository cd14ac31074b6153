import { type Agent, get as getHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getHttps } from 'node:https';
import { shortageOf } from '../../shared/errors/shortage.ts';
import type { TunnelOptions } from '../../shared/http/proxy-agents.ts';
import { AddressRefused } from './guarded-lookup.ts';
import type { HttpClient } from './http-client.ts';
import { hostOf, refusedHostKind } from './public-address.ts';
import { connectionError, proxyRefused, statusError, UrlError } from './url-error.ts';

export type Headers = Readonly<Record<string, string>>;

const GET = { 'http:': getHttp, 'https:': getHttps } as const;

/** Codes of a connection that ended before the answer. A GET can then be sent again. */
const BROKEN = ['ECONNRESET', 'EPIPE'];

/**
 * One GET, up to the headers of the response; redirects are not followed. When the connection ends before any answer, as
 * kept connections do, the GET is sent once more over a new one. An abort ends the body of the response too.
 */
export async function httpGet(
  url: URL,
  headers: Headers,
  client: HttpClient,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const kind = refusedHostKind(hostOf(url), client.checkAddress);
  if (kind !== null) throw addressRefused(kind, url); // Node does not call `lookup` for a host that is an address
  const proxy = client.proxyFor(url);
  try {
    const response = await send(url, headers, client.pooled.agentFor(url), client, signal).catch((error) => {
      signal.throwIfAborted();
      if (!BROKEN.includes(error.code)) throw error;
      return send(url, headers, client.fresh.agentFor(url), client, signal);
    });
    if (proxy === undefined || response.statusCode !== 407) return response;
    response.destroy();
    throw proxyRefused(url, proxy, 407);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AddressRefused) throw addressRefused(error.kind, url);
    throw shortageOf(error) ?? connectionError(error, url, proxy);
  }
}

function send(
  url: URL,
  headers: Headers,
  agent: Agent,
  { lookup }: HttpClient,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const { protocol, port, pathname, search } = url;
    const options: RequestOptions & TunnelOptions = {
      protocol,
      hostname: hostOf(url),
      port,
      path: pathname + search,
      headers,
      agent,
      lookup,
      connectUntil: signal,
    };
    const sent = GET[protocol as keyof typeof GET](options);
    const stop = () => sent.destroy();
    signal.addEventListener('abort', stop, { once: true });
    sent.once('close', () => signal.removeEventListener('abort', stop));
    sent.on('error', reject);
    sent.once('upgrade', (_, socket) => {
      socket.destroy();
      reject(statusError(101, url));
    });
    sent.once('response', (response) => {
      response.on('error', () => {}); // the reader of the body gets the error
      resolve(response);
    });
  });
}

const addressRefused = (kind: string, url: URL): UrlError =>
  new UrlError(
    'HTTP_ADDRESS_REFUSED',
    url,
    `has a host whose address is ${kind}, which is read with allowPrivateAddresses: true (--allow-private-addresses) alone`,
  );
