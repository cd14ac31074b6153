import { type Credentials, withoutSecrets } from '../service/credentials.ts';
import { adviceFor, isRetryable } from '../service/error-advice.ts';
import { networkFailure, proxyRefusal } from '../service/network-error.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import type { ProxyServer } from '../shared/proxy.ts';

/** Where OSS was called, and the proxy on the way there. */
export interface OssRoute {
  readonly url: URL;
  readonly proxy: ProxyServer | undefined;
}

/**
 * Turns what ali-oss throws into our error. The original is left behind, since it holds the request with the whole
 * image in it, and its message may repeat the bytes that were received.
 */
export function ossError(
  action: string,
  error: unknown,
  credentials: Credentials,
  { url, proxy }: OssRoute,
): ImageSearchError {
  if (error instanceof ImageSearchError) return error;
  const {
    code,
    status,
    requestId,
    message = '',
  } = error as Partial<Record<'code' | 'requestId' | 'message', string> & { status: number }>;
  const httpStatus = status !== undefined && status > 0 ? status : undefined;
  const refusal = proxyRefusal(proxy, url, { httpStatus, requestId });
  const network = httpStatus === undefined || refusal ? networkFailure(refusal ?? error, proxy) : undefined;
  const isOfOss = code !== undefined && httpStatus !== undefined; // else it is a name that ali-oss has for trouble of its own
  const known = network?.code ?? (isOfOss ? code : 'BAD_ANSWER');
  const what =
    network?.what ??
    (!isOfOss
      ? `it answered ${httpStatus ? `HTTP ${httpStatus}` : 'something'}, and not as OSS does`
      : withoutSecrets(message, credentials));
  const elsewhere = /specified endpoint|signing region/i.test(message);
  return new ImageSearchError(`Cannot ${action}: ${what}`, {
    code: elsewhere ? 'REGION_MISMATCH' : known,
    requestId,
    httpStatus: network?.httpStatus ?? httpStatus,
    retryable: isRetryable(known, network?.httpStatus ?? httpStatus),
    advice: adviceFor(elsewhere ? 'REGION_MISMATCH' : known).advice,
  });
}
