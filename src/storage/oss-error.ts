import type { Credentials } from '../service/credentials/credentials.ts';
import { adviceFor, isRetryable } from '../service/errors/error-advice.ts';
import { refusalOnTheWay } from '../service/errors/foreign-answer.ts';
import { foreignMessage } from '../service/errors/foreign-message.ts';
import { networkFailure } from '../service/errors/network-error.ts';
import { foreignWord } from '../shared/errors/foreign-text.ts';
import { ImageSearchError } from '../shared/errors/image-search-error.ts';
import { AnswerTooLong } from '../shared/http/answer-too-long.ts';
import type { ProxyServer } from '../shared/http/proxy.ts';

/** The URL at which OSS was called, and the proxy in between. */
export interface OssRoute {
  readonly url: URL;
  readonly proxy: ProxyServer | undefined;
}

/**
 * Makes an `ImageSearchError` of an error that ali-oss threw. The original is not kept as the cause, since it contains the
 * request with the whole image, and its message may repeat the bytes that were received. Below HTTP, a bare copy is.
 */
export function ossError(
  action: string,
  error: unknown,
  credentials: Credentials,
  { url, proxy }: OssRoute,
): ImageSearchError {
  if (error instanceof ImageSearchError) return error;
  if (error instanceof AnswerTooLong) {
    const { httpStatus, retryable } = error;
    const { advice } = adviceFor('BAD_ANSWER');
    return new ImageSearchError(`Cannot ${action}: ${error.message}`, {
      ...{ code: 'BAD_ANSWER', httpStatus, retryable, advice },
    });
  }
  const { status, message = '', ...words } = error as { status?: number; message?: string } & Words;
  const [code, requestId] = [foreignWord(words.code), foreignWord(words.requestId)];
  const httpStatus = status !== undefined && status > 0 ? status : undefined;
  const refusal = refusalOnTheWay(proxy, url, { httpStatus, requestId, body: message });
  const network = httpStatus === undefined || refusal ? networkFailure(refusal ?? error, proxy) : undefined;
  const isFromOss = code !== undefined && httpStatus !== undefined; // without a status, the code is ali-oss's name for a failure of its own
  const known = network?.code ?? (isFromOss ? code : 'BAD_ANSWER');
  const what =
    network?.what ??
    (!isFromOss
      ? `the answer${httpStatus ? `, HTTP ${httpStatus},` : ''} did not come from OSS`
      : (foreignMessage(message, credentials) ?? ''));
  const isOtherRegion = /specified endpoint|signing region/i.test(message);
  return new ImageSearchError(`Cannot ${action}: ${what}`, {
    code: isOtherRegion ? 'REGION_MISMATCH' : known,
    requestId,
    httpStatus: network?.httpStatus ?? httpStatus,
    retryable: network?.retryable ?? isRetryable(known, httpStatus),
    advice: adviceFor(isOtherRegion ? 'REGION_MISMATCH' : known).advice,
    cause: network?.cause,
  });
}

type Words = { readonly code?: unknown; readonly requestId?: unknown };
