import type { ProxyServer } from '../../shared/http/proxy.ts';
import { PROXY_REFUSED } from '../../shared/http/proxy-agents.ts';
import { CERTIFICATE_TROUBLE, HANDSHAKE_TROUBLE, isTlsAlert } from '../../shared/http/tls-errors.ts';
import { shownUrl } from './shown-url.ts';

/** Why an image behind a URL was not read, beside `HTTP_` and a status (`HTTP_404`) and the codes of Node and OpenSSL. */
export type UrlErrorCode =
  | 'HTTP_ADDRESS_REFUSED'
  | 'HTTP_BAD_ANSWER'
  | 'HTTP_BAD_RANGE'
  | 'HTTP_BEYOND_LIMIT'
  | 'HTTP_CHANGED'
  | 'HTTP_CUT_SHORT'
  | 'HTTP_ENCODED'
  | 'HTTP_REDIRECT_REFUSED'
  | 'HTTP_TIMEOUT'
  | 'HTTP_TOO_MANY_REDIRECTS'
  | 'PROXY_REFUSED';

/** Holds a code and the part of the URL that may be shown. There is no cause, as it could hold the secret part. */
export class UrlError extends Error {
  override readonly name = 'UrlError';
  readonly code: UrlErrorCode | `HTTP_${number}` | (string & {});
  /** Status of the response, when it is the reason. */
  readonly status: number | undefined;

  /** Whether the same URL may well be read later. */
  get mayPass(): boolean {
    return PASSING.includes(this.code) || this.status === 429 || (this.status ?? 0) >= 500;
  }

  constructor(code: UrlError['code'], url: URL, message: string, status?: number) {
    super(`${shownUrl(url)} ${message}`);
    this.code = code;
    this.status = status;
  }
}

const PASSING: readonly string[] = [
  ...(['HTTP_CHANGED', 'HTTP_CUT_SHORT', 'HTTP_TIMEOUT'] satisfies UrlErrorCode[]),
  ...['EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'ETIMEDOUT'],
];

export const statusError = (status: number, url: URL): UrlError =>
  new UrlError(`HTTP_${status}`, url, `answers with status ${status}${advice(status)}`, status);

const ADVICE: Readonly<Record<number, string>> = {
  401: '; it needs credentials, which `headers` can carry',
  403: '; it is not open to this reader, or its signature has expired',
  404: '; nothing is there',
  410: '; nothing is there any more',
  429: '; it is asked too often, ask for fewer images at once',
};

const advice = (status: number): string => ADVICE[status] ?? (status >= 500 ? '; try again later' : '');

export const proxyRefused = (url: URL, { name }: ProxyServer, status: number): UrlError =>
  new UrlError(
    'PROXY_REFUSED',
    url,
    `is not let through by the proxy ${name}, which answers with status ${status}; check its user and password, and what it allows`,
  );

const REASONS: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'has a host whose address cannot be resolved now; try again later',
  ECONNREFUSED: 'has a host that takes no connection at this port',
  ECONNRESET: 'has a host that ended the connection before it answered; try again later',
  EHOSTUNREACH: 'has a host that cannot be reached',
  ENETUNREACH: 'has a host that cannot be reached',
  ENOTFOUND: 'has a host that has no address; correct the URL',
  EPIPE: 'has a host that ended the connection before it answered; try again later',
  ETIMEDOUT: 'has a host that does not answer',
};

/** Reasons for codes that come in families. */
const REASONS_OF_FAMILIES: readonly (readonly [RegExp, string])[] = [
  [CERTIFICATE_TROUBLE, "has a host whose certificate is not trusted; name its authority's in 'ca'"],
  [
    HANDSHAKE_TROUBLE,
    'has a host with which no TLS connection came about; check its port, and http or https',
  ],
];

const reasonOf = (code: string): string =>
  REASONS[code] ?? REASONS_OF_FAMILIES.find(([family]) => family.test(code))?.[1] ?? 'cannot be connected to';

/** The error for a request that failed in Node, under Node's code. */
export function connectionError(error: unknown, url: URL, proxy?: ProxyServer): UrlError {
  if (error instanceof UrlError) return error;
  const { code, message, rawPacket } = (error ?? {}) as Partial<
    Record<'code' | 'message' | 'rawPacket', unknown>
  >;
  const status = new RegExp(`^${PROXY_REFUSED} (\\d+)`).exec(String(message))?.[1];
  if (proxy !== undefined && status !== undefined) return proxyRefused(url, proxy, Number(status));
  if (typeof code !== 'string' || code.startsWith('HPE_')) {
    const instead = isTlsAlert(rawPacket) ? 'TLS; write https in the URL' : 'something that is not HTTP';
    return new UrlError('HTTP_BAD_ANSWER', url, `answers with ${instead}`);
  }
  const reason = reasonOf(code);
  return new UrlError(
    code,
    url,
    proxy === undefined ? reason : `is behind the proxy ${proxy.name}, which ${reason}`,
  );
}
