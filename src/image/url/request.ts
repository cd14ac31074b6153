import { type Agent, get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { AddressRefused } from './guarded-lookup.ts';
import type { HttpClient } from './http-client.ts';
import { hostOf, refusedHostKind } from './public-address.ts';
import { connectionError, statusError, UrlError } from './url-error.ts';

export type Headers = Readonly<Record<string, string>>;

const GET = { 'http:': getHttp, 'https:': getHttps } as const;

/** Of a GET, which a lost connection leaves undone: it may be sent again. */
const BROKEN = ['ECONNRESET', 'EPIPE'];

/**
 * One GET, up to the headers of its answer: no redirect is followed. When the connection ends before any answer, as
 * kept ones do, it is sent once more over a new one; nothing else is repeated. An abort ends the answer's body too.
 */
export async function request(
  url: URL,
  headers: Headers,
  client: HttpClient,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const scheme = url.protocol as keyof typeof GET;
  const kind = refusedHostKind(hostOf(url), client.judge);
  if (kind !== null) throw addressRefused(kind, url); // Node resolves no host that is an address
  try {
    return await send(url, headers, client.pooled[scheme], client, signal).catch((error) => {
      signal.throwIfAborted();
      if (!BROKEN.includes(error.code)) throw error;
      return send(url, headers, client.fresh[scheme], client, signal);
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AddressRefused ? addressRefused(error.kind, url) : connectionError(error, url);
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
    const sent = GET[protocol as keyof typeof GET]({
      protocol,
      hostname: hostOf(url),
      port,
      path: pathname + search,
      headers,
      agent,
      lookup,
    });
    const stop = () => sent.destroy();
    signal.addEventListener('abort', stop, { once: true });
    sent.once('close', () => signal.removeEventListener('abort', stop));
    sent.on('error', reject);
    sent.once('upgrade', (_, socket) => {
      socket.destroy();
      reject(statusError(101, url));
    });
    sent.once('response', (response) => {
      response.on('error', () => {}); // whoever reads the body hears of it
      resolve(response);
    });
  });
}

const addressRefused = (kind: string, url: URL): UrlError =>
  new UrlError(
    'HTTP_ADDRESS_REFUSED',
    url,
    `has a host whose address is ${kind}; only public addresses are read unless 'allowPrivateAddresses' is true`,
  );
