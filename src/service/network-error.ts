import type { ProxyServer } from '../shared/proxy.ts';
import { PROXY_REFUSED } from '../shared/proxy-agents.ts';

/** A failure below HTTP, or of the proxy on the way: our code, and what it says to a person. */
export interface NetworkFailure {
  readonly code:
    | 'CONNECTION_REFUSED'
    | 'HOST_NOT_FOUND'
    | 'CONNECTION_LOST'
    | 'TIMEOUT'
    | 'PROXY_REFUSED'
    | 'CERTIFICATE_REFUSED';
  readonly what: string;
  /** What a refusing proxy answered. */
  readonly httpStatus?: number | undefined;
}

type Row = Pick<NetworkFailure, 'code' | 'what'> & {
  readonly sign: RegExp;
  /** The same where a proxy was asked: `PROXY` stands for it. */
  readonly byProxy: string;
};

const FAILURES: readonly Row[] = [
  {
    sign: new RegExp(`${PROXY_REFUSED} (?<status>\\d+)`),
    code: 'PROXY_REFUSED',
    what: 'the proxy refused it',
    byProxy: 'the proxy PROXY refused it',
  },
  {
    // The codes of OpenSSL, and what Node says where a client leaves its text alone.
    sign: /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_(HAS_EXPIRED|NOT_YET_VALID|UNTRUSTED|REVOKED)|ERR_TLS_CERT|self[- ]signed certificate|unable to (verify the first|get local issuer) certificate|certificate has expired|does not match certificate/i,
    code: 'CERTIFICATE_REFUSED',
    what: 'its certificate is not trusted',
    byProxy: 'a certificate that came through the proxy PROXY is not trusted',
  },
  {
    sign: /ECONNREFUSED|EADDRNOTAVAIL/,
    code: 'CONNECTION_REFUSED',
    what: 'the connection was refused',
    byProxy: 'the connection to the proxy PROXY was refused',
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN/,
    code: 'HOST_NOT_FOUND',
    what: 'the host name is unknown',
    byProxy: 'the host name of the proxy PROXY is unknown',
  },
  {
    sign: /timeout|ETIMEDOUT/i,
    code: 'TIMEOUT',
    what: 'no answer came in time',
    byProxy: 'no answer came in time through the proxy PROXY',
  },
  {
    sign: /ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|socket hang up|aborted|premature|before secure TLS/i,
    code: 'CONNECTION_LOST',
    what: 'the connection broke',
    byProxy: 'the connection through the proxy PROXY broke',
  },
];

/**
 * Recognises a failure below HTTP by what the clients leave of it: a code, a name, or only a text.
 *
 * @param proxy that the call went through
 */
export function networkFailure(error: unknown, proxy?: ProxyServer): NetworkFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const said = allSaid(error);
  for (const { sign, code, what, byProxy } of FAILURES) {
    const found = sign.exec(said);
    if (found === null) continue;
    const status = found.groups?.['status'];
    return {
      code,
      what:
        (proxy === undefined ? what : byProxy.replace('PROXY', () => proxy.name)) +
        (status === undefined ? '' : ` with HTTP ${status}`),
      ...(status !== undefined && { httpStatus: Number(status) }),
    };
  }
  return undefined;
}

/** What proxies answer in their own name when they are asked for a URL of http. */
const STATUSES_OF_PROXIES = [401, 403, 407, 502, 503, 504];

/**
 * A proxy's refusal that came as the answer to a call of http. Every answer of the service has a request id; 407 is always
 * the proxy's. Through a tunnel, as for https, what answers is the service.
 */
export function proxyRefusal(
  proxy: ProxyServer | undefined,
  target: URL,
  {
    httpStatus,
    requestId,
  }: { readonly httpStatus: number | undefined; readonly requestId: string | undefined },
): Error | undefined {
  const isProxys =
    httpStatus === 407 || (requestId === undefined && STATUSES_OF_PROXIES.includes(httpStatus ?? 0));
  return proxy !== undefined && target.protocol === 'http:' && isProxys
    ? new Error(`${PROXY_REFUSED} ${httpStatus}`)
    : undefined;
}

/**
 * The failure without what was sent: a URL's query has the parameters of the call in it. Made anew, as the client's own
 * error holds on to its request.
 */
export function bareCause(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  const nested = error instanceof AggregateError ? error.errors.map(bareCause) : undefined;
  const message = error.message.replace(/\?[^\s]*/g, '');
  const bare = nested === undefined ? new Error(message) : new AggregateError(nested, message);
  bare.name = error.name;
  bare.stack = `${error.name}: ${message}`;
  return Object.assign(bare, typeof code === 'string' && { code });
}

/** Without URLs: the name of an image may contain any of the signs. */
function allSaid(error: Error): string {
  const { code, name, message } = error as Error & { code?: unknown };
  const nested = error instanceof AggregateError ? error.errors.filter((one) => one instanceof Error) : [];
  const own = `${typeof code === 'string' ? code : ''} ${name} ${message.replace(/https?:\/\/\S+/g, '')}`;
  return [own, ...nested.map(allSaid)].join(' ');
}
