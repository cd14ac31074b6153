import { type Credentials, withoutSecrets } from '../service/credentials.ts';
import { adviceFor, isRetryable } from '../service/error-advice.ts';
import { networkFailure, proxyRefusal } from '../service/network-error.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import type { ProxyServer } from '../shared/proxy.ts';

/** The URL at which OSS was called, and the proxy in between. */
export interface OssRoute {
  readonly url: URL;
  readonly proxy: ProxyServer | undefined;
}

/**
 * Makes an `ImageSearchError` of an error that ali-oss threw. The original is not kept as the cause, since it contains the
 * request with the whole image, and its message may repeat the bytes that were received.
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
  const isFromOss = code !== undefined && httpStatus !== undefined; // without a status, the code is ali-oss's name for a failure of its own
  const known = network?.code ?? (isFromOss ? code : 'BAD_ANSWER');
  const what =
    network?.what ??
    (!isFromOss
      ? `the answer${httpStatus ? `, HTTP ${httpStatus},` : ''} did not come from OSS`
      : withoutSecrets(message, credentials));
  const isOtherRegion = /specified endpoint|signing region/i.test(message);
  return new ImageSearchError(`Cannot ${action}: ${what}`, {
    code: isOtherRegion ? 'REGION_MISMATCH' : known,
    requestId,
    httpStatus: network?.httpStatus ?? httpStatus,
    retryable: isRetryable(known, network?.httpStatus ?? httpStatus),
    advice: adviceFor(isOtherRegion ? 'REGION_MISMATCH' : known).advice,
  });
}
