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
  | 'HTTP_TOO_MANY_REDIRECTS';

/** Made anew from a code and the part of a URL that may be seen; no cause is kept, as it may hold the rest. */
export class UrlError extends Error {
  override readonly name = 'UrlError';
  readonly code: UrlErrorCode | `HTTP_${number}` | (string & {});
  /** Of the answer, when it is what was wrong. */
  readonly status: number | undefined;

  constructor(code: UrlError['code'], url: URL, message: string, status?: number) {
    super(`${shownUrl(url)} ${message}`);
    this.code = code;
    this.status = status;
  }
}

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

const TROUBLES: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'has a host whose address cannot be learned now; try again later',
  ECONNREFUSED: 'has a host that takes no connection at this port',
  ECONNRESET: 'has a host that ended the connection before it answered; try again later',
  EHOSTUNREACH: 'has a host that cannot be reached',
  ENETUNREACH: 'has a host that cannot be reached',
  ENOTFOUND: 'has a host of which no address is known',
  EPIPE: 'has a host that ended the connection before it answered; try again later',
  ETIMEDOUT: 'has a host that does not answer',
};

/** What Node says of a request that failed, in our words and under Node's code. */
export function connectionError(error: unknown, url: URL): UrlError {
  if (error instanceof UrlError) return error;
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code !== 'string' || code.startsWith('HPE_')) {
    return new UrlError('HTTP_BAD_ANSWER', url, 'answers with something that is not HTTP');
  }
  return new UrlError(code, url, TROUBLES[code] ?? 'cannot be connected to');
}
