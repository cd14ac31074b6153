import type { ImageSearchError } from '../shared/image-search-error.ts';
import type { ProxyServer } from '../shared/proxy.ts';
import { PROXY_REFUSED } from '../shared/proxy-agents.ts';

/** A failure below HTTP, or a proxy's refusal: our code, and the words of the message. */
export interface NetworkFailure {
  readonly code:
    | 'CONNECTION_REFUSED'
    | 'HOST_NOT_FOUND'
    | 'CONNECTION_LOST'
    | 'TIMEOUT'
    | 'PROXY_REFUSED'
    | 'CERTIFICATE_REFUSED';
  readonly what: string;
  /** The status of a proxy that refused. */
  readonly httpStatus?: number | undefined;
}

type Row = Pick<NetworkFailure, 'code' | 'what'> & {
  /** Recognises the failure by the texts of the error. */
  readonly pattern: RegExp;
  /** `what` for a call through a proxy: `PROXY` stands for the proxy's name. */
  readonly byProxy: string;
};

const FAILURES: readonly Row[] = [
  {
    pattern: new RegExp(`${PROXY_REFUSED} (?<status>\\d+)`),
    code: 'PROXY_REFUSED',
    what: 'the proxy refused it',
    byProxy: 'the proxy PROXY refused it',
  },
  {
    // The codes of OpenSSL, and Node's texts, since some clients keep only the text.
    pattern:
      /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_(HAS_EXPIRED|NOT_YET_VALID|UNTRUSTED|REVOKED)|ERR_TLS_CERT|self[- ]signed certificate|unable to (verify the first|get local issuer) certificate|certificate has expired|does not match certificate/i,
    code: 'CERTIFICATE_REFUSED',
    what: 'its certificate is not trusted',
    byProxy: 'a certificate that came through the proxy PROXY is not trusted',
  },
  {
    pattern: /ECONNREFUSED|EADDRNOTAVAIL/,
    code: 'CONNECTION_REFUSED',
    what: 'the connection was refused',
    byProxy: 'the connection to the proxy PROXY was refused',
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN/,
    code: 'HOST_NOT_FOUND',
    what: 'the host name is unknown',
    byProxy: 'the host name of the proxy PROXY is unknown',
  },
  {
    pattern: /timeout|ETIMEDOUT/i,
    code: 'TIMEOUT',
    what: 'no answer came in time',
    byProxy: 'no answer came in time through the proxy PROXY',
  },
  {
    pattern: /ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|socket hang up|aborted|premature|before secure TLS/i,
    code: 'CONNECTION_LOST',
    what: 'the connection broke',
    byProxy: 'the connection through the proxy PROXY broke',
  },
];

/**
 * Recognises a failure below HTTP by the code, the name or the text of an error: clients that wrap errors keep one of them.
 *
 * @param proxy the proxy that the call went through
 */
export function networkFailure(error: unknown, proxy?: ProxyServer): NetworkFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const texts = textsOf(error);
  for (const { pattern, code, what, byProxy } of FAILURES) {
    const found = pattern.exec(texts);
    if (found === null) continue;
    const status = found.groups?.['status'];
    return {
      code,
      what:
        (proxy === undefined ? what : byProxy.replace('PROXY', () => proxy.name)) +
        (status === undefined ? '' : ` with HTTP ${status}`),
      httpStatus: status === undefined ? undefined : Number(status),
    };
  }
  return undefined;
}

const NEVER_SENT: readonly string[] = [
  'CONNECTION_REFUSED',
  'HOST_NOT_FOUND',
  'PROXY_REFUSED',
  'NO_CREDENTIALS',
];

/** Whether the call failed before the service received anything of it. */
export const neverReachedService = ({ code }: ImageSearchError): boolean => NEVER_SENT.includes(code);

/** Statuses that a proxy may answer in its own name to a request for an http URL. */
const STATUSES_OF_PROXIES = [401, 403, 407, 502, 503, 504];

/**
 * The error for an answer by which a proxy refused an http call. An answer is the proxy's when its status is 407, or when it
 * has no request id, which every answer of the service has. For https the proxy opens a tunnel, and cannot answer in it.
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
    httpStatus === 407 || (requestId === undefined && STATUSES_OF_PROXIES.includes(httpStatus ?? 0));
  return proxy !== undefined && target.protocol === 'http:' && isFromProxy
    ? new Error(`${PROXY_REFUSED} ${httpStatus}`)
    : undefined;
}

/**
 * A copy of an error for `cause`, without the queries of URLs, which contain the parameters of the call. The original is not
 * used, since a client's error may refer to its request.
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

/** Code, name and message of an error and of the errors in it, without URLs: an image's name may match a pattern. */
function textsOf(error: Error): string {
  const { code, name, message } = error as Error & { code?: unknown };
  const nested = error instanceof AggregateError ? error.errors.filter((one) => one instanceof Error) : [];
  const own = `${typeof code === 'string' ? code : ''} ${name} ${message.replace(/https?:\/\/\S+/g, '')}`;
  return [own, ...nested.map(textsOf)].join(' ');
}
