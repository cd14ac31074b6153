import { type Credentials, withoutSecrets } from '../service/credentials.ts';
import { adviceFor, isRetryable } from '../service/error-advice.ts';
import { networkFailure } from '../service/network-error.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';

/**
 * Turns what ali-oss throws into our error. The original is left behind, since it holds the request with the whole
 * image in it, and its message may repeat the bytes that were received.
 */
export function ossError(action: string, error: unknown, credentials: Credentials): ImageSearchError {
  if (error instanceof ImageSearchError) return error;
  const {
    code,
    status,
    requestId,
    message = '',
  } = error as Partial<Record<'code' | 'requestId' | 'message', string> & { status: number }>;
  const httpStatus = status !== undefined && status > 0 ? status : undefined;
  const network = httpStatus === undefined ? networkFailure(error) : undefined;
  const known = network?.code ?? code ?? 'BAD_ANSWER';
  const what =
    network?.what ??
    (code === undefined
      ? `it answered ${httpStatus ? `HTTP ${httpStatus}` : 'something'}, and not as OSS does`
      : withoutSecrets(message, credentials));
  const elsewhere = /specified endpoint|signing region/i.test(message);
  return new ImageSearchError(`Cannot ${action}: ${what}`, {
    code: elsewhere ? 'REGION_MISMATCH' : known,
    requestId,
    httpStatus,
    retryable: isRetryable(known, httpStatus),
    advice: adviceFor(elsewhere ? 'REGION_MISMATCH' : known).advice,
  });
}
