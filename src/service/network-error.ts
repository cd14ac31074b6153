import type { ImageSearchError } from '../shared/image-search-error.ts';
import type { ProxyServer } from '../shared/proxy.ts';
import { PROXY_REFUSED } from '../shared/proxy-agents.ts';

/** A failure below HTTP, or of the proxy in between: our code, and its description for people. */
export interface NetworkFailure {
  readonly code:
    | 'CONNECTION_REFUSED'
    | 'HOST_NOT_FOUND'
    | 'CONNECTION_LOST'
    | 'TIMEOUT'
    | 'PROXY_REFUSED'
    | 'CERTIFICATE_REFUSED';
  readonly what: string;
  /** The status with which a proxy refused the call. */
  readonly httpStatus?: number | undefined;
}

type Row = Pick<NetworkFailure, 'code' | 'what'> & {
  /** Recognises the failure by the code, name and message of the error. */
  readonly pattern: RegExp;
  /** The same for a call through a proxy, whose name replaces `PROXY`. */
  readonly withProxy: string;
};

const FAILURES: readonly Row[] = [
  {
    pattern: new RegExp(`${PROXY_REFUSED} (?<status>\\d+)`),
    code: 'PROXY_REFUSED',
    what: 'the proxy refused it',
    withProxy: 'the proxy PROXY refused it',
  },
  {
    // The codes of OpenSSL, and what Node says where a client leaves its text alone.
    pattern:
      /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_(HAS_EXPIRED|NOT_YET_VALID|UNTRUSTED|REVOKED)|ERR_TLS_CERT|self[- ]signed certificate|unable to (verify the first|get local issuer) certificate|certificate has expired|does not match certificate/i,
    code: 'CERTIFICATE_REFUSED',
    what: 'its certificate is not trusted',
    withProxy: 'a certificate that came through the proxy PROXY is not trusted',
  },
  {
    pattern: /ECONNREFUSED|EADDRNOTAVAIL/,
    code: 'CONNECTION_REFUSED',
    what: 'the connection was refused',
    withProxy: 'the connection to the proxy PROXY was refused',
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN/,
    code: 'HOST_NOT_FOUND',
    what: 'the host name is unknown',
    withProxy: 'the host name of the proxy PROXY is unknown',
  },
  {
    pattern: /timeout|ETIMEDOUT/i,
    code: 'TIMEOUT',
    what: 'no answer came in time',
    withProxy: 'no answer came in time through the proxy PROXY',
  },
  {
    pattern: /ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|socket hang up|aborted|premature|before secure TLS/i,
    code: 'CONNECTION_LOST',
    what: 'the connection broke',
    withProxy: 'the connection through the proxy PROXY broke',
  },
];

/**
 * Recognises a failure below HTTP by what HTTP clients keep of it: a code, a name, or only a message.
 *
 * @param proxy the proxy that the call went through
 */
export function networkFailure(error: unknown, proxy?: ProxyServer): NetworkFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const text = textOf(error);
  for (const { pattern, code, what, withProxy } of FAILURES) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const status = found.groups?.['status'];
    const described = proxy === undefined ? what : withProxy.replace('PROXY', () => proxy.name);
    return {
      code,
      what: status === undefined ? described : `${described} with HTTP ${status}`,
      httpStatus: status === undefined ? undefined : Number(status),
    };
  }
  return undefined;
}

const UNSENT_CODES: readonly string[] = [
  'CONNECTION_REFUSED',
  'HOST_NOT_FOUND',
  'PROXY_REFUSED',
  'NO_CREDENTIALS',
];

/** Whether the call failed before the service received anything of it. */
export const neverReachedService = ({ code }: ImageSearchError): boolean => UNSENT_CODES.includes(code);

/** Statuses with which a proxy itself answers a call to an http URL. */
const PROXY_STATUSES = [401, 403, 407, 502, 503, 504];

/**
 * The error for an answer to a call over http that came from the proxy and not from the service. Every answer of the service
 * has a request id, and 407 always comes from a proxy. Over https the proxy is only a tunnel: the service answers.
 */
export function proxyRefusal(
  proxy: ProxyServer | undefined,
  target: URL,
  {
    httpStatus,
    requestId,
  }: { readonly httpStatus: number | undefined; readonly requestId: string | undefined },
): Error | undefined {
  const isFromProxy =
    httpStatus === 407 || (requestId === undefined && PROXY_STATUSES.includes(httpStatus ?? 0));
  return proxy !== undefined && target.protocol === 'http:' && isFromProxy
    ? new Error(`${PROXY_REFUSED} ${httpStatus}`)
    : undefined;
}

/**
 * A copy of the error without the request: the query of a URL holds the parameters of the call, and the original error holds
 * a reference to the request.
 */
export function bareCause(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  const nested = error instanceof AggregateError ? error.errors.map(bareCause) : undefined;
  const message = error.message.replace(/\?[^\s]*/g, '');
  const bare = nested === undefined ? new Error(message) : new AggregateError(nested, message);
  bare.name = error.name;
  bare.stack = `${error.name}: ${message}`;
  return typeof code === 'string' ? Object.assign(bare, { code }) : bare;
}

/** Code, name and message, without URLs: the name of an image could match any pattern. */
function textOf(error: Error): string {
  const { code, name, message } = error as Error & { code?: unknown };
  const nested = error instanceof AggregateError ? error.errors.filter((one) => one instanceof Error) : [];
  const own = `${typeof code === 'string' ? code : ''} ${name} ${message.replace(/https?:\/\/\S+/g, '')}`;
  return [own, ...nested.map(textOf)].join(' ');
}
