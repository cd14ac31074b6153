import type { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { describeShortage, type Shortage } from '../../shared/errors/shortage.ts';
import type { ProxyServer } from '../../shared/http/proxy.ts';
import { PROXY_REFUSED } from '../../shared/http/proxy-agents.ts';
import {
  CERTIFICATE_TROUBLE,
  certificateCode,
  HANDSHAKE_TROUBLE,
  isTlsAlert,
  PLAIN_HTTP_TO_TLS,
} from '../../shared/http/tls-errors.ts';
import { bareCause, withCode } from './bare-cause.ts';
import { isRetryable } from './error-advice.ts';

/** A failure below HTTP, or a proxy's refusal: our code, and the words of the message. */
export interface NetworkFailure {
  readonly code:
    | 'CONNECTION_REFUSED'
    | 'HOST_NOT_FOUND'
    | 'CONNECTION_LOST'
    | 'TIMEOUT'
    | 'PROXY_REFUSED'
    | 'CERTIFICATE_REJECTED'
    | 'TLS_FAILED'
    | Shortage['code'];
  /** With the code of the cause in brackets, where it has one: `the connection was refused (ECONNREFUSED)`. */
  readonly what: string;
  /** The status of a proxy that refused. */
  readonly httpStatus?: number | undefined;
  readonly retryable: boolean;
  /** The error, bare of URLs and of the request. */
  readonly cause: Error | undefined;
}

type Row = Pick<NetworkFailure, 'code' | 'what'> & {
  /** Recognises the failure by the texts of the error. */
  readonly pattern: RegExp;
  /** `what` for a call through a proxy: `PROXY` stands for the proxy's name. */
  readonly byProxy: string;
};

/** A connection that this machine could not open. */
function ownShortage(code: 'EMFILE' | 'ENFILE' | 'ENOMEM'): readonly Row[] {
  const shortage = describeShortage(code);
  if (shortage === undefined) return [];
  return [{ ...shortage, byProxy: shortage.what, pattern: new RegExp(`\\b${code}\\b`) }];
}

const FAILURES: readonly Row[] = [
  ...ownShortage('EMFILE'),
  ...ownShortage('ENFILE'),
  ...ownShortage('ENOMEM'),
  {
    pattern: new RegExp(`${PROXY_REFUSED} (?<status>\\d+)`),
    code: 'PROXY_REFUSED',
    what: 'the proxy refused it',
    byProxy: 'the proxy PROXY refused it',
  },
  {
    pattern: CERTIFICATE_TROUBLE,
    code: 'CERTIFICATE_REJECTED',
    what: 'its certificate is not trusted',
    byProxy: 'a certificate that came through the proxy PROXY is not trusted',
  },
  {
    pattern: new RegExp(PLAIN_HTTP_TO_TLS),
    code: 'TLS_FAILED',
    what: 'the port takes https, and was called by http',
    byProxy: 'the port takes https, and was called by http through the proxy PROXY',
  },
  {
    pattern: HANDSHAKE_TROUBLE,
    code: 'TLS_FAILED',
    what: 'no TLS connection came about',
    byProxy: 'no TLS connection came about through the proxy PROXY',
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
    const words = proxy === undefined ? what : byProxy.replace('PROXY', () => proxy.name);
    const status = found.groups?.['status'];
    if (status !== undefined) {
      const httpStatus = Number(status);
      const retryable = isRetryable(code, httpStatus);
      return { code, what: `${words} with HTTP ${status}`, httpStatus, retryable, cause: bareCause(error) };
    }
    const reason = certificateCode(found[0]) ?? SYSTEM_CODE.exec(texts)?.[0];
    return {
      code,
      what: reason === undefined ? words : `${words} (${reason})`,
      retryable: reason === 'EAI_AGAIN' || isRetryable(code, undefined), // a resolver that cannot be asked just now
      cause: withCode(bareCause(error), reason),
    };
  }
  return undefined;
}

/** A code of Node, of the system or of OpenSSL. */
const SYSTEM_CODE = new RegExp(
  `\\b(?:E(?:AI_)?[A-Z]{3,}|ERR_(?:SSL|TLS)_\\w+)\\b|${CERTIFICATE_TROUBLE.source}`,
);

/** Whether a call that never reached the service may reach it later, if an earlier one did. */
const NEVER_SENT: Readonly<Record<string, boolean>> = {
  CONNECTION_REFUSED: true,
  HOST_NOT_FOUND: true,
  PROXY_REFUSED: true,
  NO_CREDENTIALS: true,
  CERTIFICATE_REJECTED: false,
  TLS_FAILED: false,
  OUT_OF_FILES: false, // this machine's own trouble, which is waited for where it occurs
  OUT_OF_MEMORY: false,
};

/** Whether the call failed before the service received anything of it. */
export const neverReachedService = ({ code }: ImageSearchError): boolean => Object.hasOwn(NEVER_SENT, code);

/** Whether a service that was reached before may be reached again after this error. */
export const mayBeReachedAgain = ({ code }: ImageSearchError): boolean =>
  Object.hasOwn(NEVER_SENT, code) && NEVER_SENT[code] === true;

/** Whether the error may come of a wrong address, when it comes at the first contact. */
export const mayBeWrongAddress = ({ code }: ImageSearchError): boolean =>
  code === 'CONNECTION_REFUSED' || code === 'HOST_NOT_FOUND';

/** Code, name and message of an error and of the errors in it, without URLs: an image's name may match a pattern. */
function textsOf(error: Error): string {
  const { code, name, message, rawPacket } = error as Error & { code?: unknown; rawPacket?: unknown };
  const nested = error instanceof AggregateError ? error.errors.filter((one) => one instanceof Error) : [];
  const alert = isTlsAlert(rawPacket) ? PLAIN_HTTP_TO_TLS : '';
  const own = `${typeof code === 'string' ? code : ''} ${name} ${message.replace(/https?:\/\/\S+/g, '')} ${alert}`;
  return [own, ...nested.map(textsOf)].join(' ');
}
