import type { ProxyServer } from '../../shared/http/proxy.ts';
import { PROXY_REFUSED } from '../../shared/http/proxy-agents.ts';
import { PLAIN_HTTP_TO_TLS, saysTlsIsNeeded } from '../../shared/http/tls-errors.ts';

/** Statuses that a proxy may answer in its own name to a request for an http URL. */
const STATUSES_OF_PROXIES = [401, 403, 407, 502, 503, 504];

/** An answer that did not come from the service. */
interface ForeignAnswer {
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly body: string;
}

/**
 * The error for an answer to http by which a proxy refused the call, or a port wants https. An answer is the proxy's when
 * its status is 407, or when it has no request id, which every answer of the service has. For https the proxy opens a
 * tunnel, and cannot answer in it.
 */
export function refusalOnTheWay(
  proxy: ProxyServer | undefined,
  target: URL,
  { httpStatus, requestId, body }: ForeignAnswer,
): Error | undefined {
  if (target.protocol !== 'http:') return undefined;
  if (requestId === undefined && saysTlsIsNeeded(httpStatus, body)) return new Error(PLAIN_HTTP_TO_TLS);
  const isFromProxy =
    httpStatus === 407 || (requestId === undefined && STATUSES_OF_PROXIES.includes(httpStatus ?? 0));
  return proxy !== undefined && isFromProxy ? new Error(`${PROXY_REFUSED} ${httpStatus}`) : undefined;
}
