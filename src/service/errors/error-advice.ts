import { SHORTAGE_ADVICE } from '../../shared/errors/shortage.ts';
import { type CodeRow, codeRows, IMAGE_SEARCH_CODES, RUNNING } from './image-search-codes.ts';

const REGION =
  'Name the region in which the bucket lies (--region; of a bucket that is read --source-region): an instance and the bucket of its import must be in the same one';

const PERMANENT = {
  'Check the AccessKey id and secret (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET; of a source with an account of its own IMAGESEARCH_SOURCE_ACCESS_KEY_ID, IMAGESEARCH_SOURCE_ACCESS_KEY_SECRET)': `
    InvalidAccessKeyId.NotFound InvalidAccessKeyId.Inactive SignatureDoesNotMatch IncompleteSignature
    InvalidAccessKeyId`,
  "Set this machine's clock: the service refuses requests whose date is more than 15 minutes off":
    'InvalidTimeStamp.Expired InvalidTimeStamp.Format RequestTimeTooSkewed',
  'The temporary credentials have expired: ask for new ones':
    'InvalidSecurityToken.Expired SecurityTokenExpired',
  'The security token does not belong to this AccessKey: use the credentials that were given together':
    'InvalidSecurityToken',
  'Check the bucket name and the region it lives in': 'NoSuchBucket',
  [`Grant the RAM user this action on the bucket: a bucket that is read takes oss:ListObjects and oss:GetObject, and importPolicy() (imagesearch-import policy) writes what an import needs. ${REGION}`]:
    'AccessDenied',
  // since March 20 2025, for accounts that are new by then (help page "Access OSS using custom domain names", Dec 26 2025)
  'This account can reach buckets of this region only by a custom domain: bind one to the bucket, give the domain as the endpoint with customDomain: true (--oss-custom-domain), or work inside a VPC':
    'PublicEndpointForbidden',
  'Check the object name': 'NoSuchKey',
  [REGION]: 'REGION_MISMATCH',
  "Check the endpoint; where a gateway or a company's proxy has a certificate of its own, name it with ca (--ca), or with NODE_EXTRA_CA_CERTS":
    'CERTIFICATE_REJECTED',
  'Check the port, and whether the endpoint takes https or http; else the two sides have no version of TLS or no cipher in common':
    'TLS_FAILED',
  // but for a resolver that cannot be asked just now: see networkFailure()
  'Check the region and the endpoint, or the proxy': 'HOST_NOT_FOUND',
  // see the exception in isRetryable()
  'See the status: at 407 put user and password into the URL of the proxy, at 403 have the proxy allow this host, at 502 to 504 the proxy could not reach the host':
    'PROXY_REFUSED',
  // retryable to `ShortageWait` alone, which has waited for a minute by then
  [SHORTAGE_ADVICE.OUT_OF_FILES]: 'OUT_OF_FILES',
  [SHORTAGE_ADVICE.OUT_OF_MEMORY]: 'OUT_OF_MEMORY',
};

const TRANSIENT = {
  'Too many requests for this account: send fewer at once': 'Throttling Throttling.User Throttling.Api',
  'The service is unavailable: try again later': 'ServiceUnavailable',
  'Check the endpoint, or the proxy, and that something listens there': 'CONNECTION_REFUSED',
  'Check the network and try again': 'CONNECTION_LOST',
  'Allow more time, or check the network': 'TIMEOUT',
  'The answer did not come from the service: check proxies and the endpoint': 'BAD_ANSWER',
  [RUNNING]: 'TASK_RUNNING',
};

/**
 * Beside the codes of Image Search: those of the gateway in front of it, those of OSS, and our own (in capitals). No
 * document says which calls may be retried: `retryable` is our reading.
 */
const OTHER_CODES = [...codeRows(false, PERMANENT), ...codeRows(true, TRANSIENT)];

const CODES: ReadonlyMap<string, CodeRow> = new Map(
  [...IMAGE_SEARCH_CODES, ...OTHER_CODES].flatMap((row) => row.codes.map((code) => [code, row])),
);

/**
 * Whether a call may be retried, and the next step; empty for a code that is not in the tables.
 *
 * @example
 * for await (const { code, productId } of tasks.failures(state)) console.log(productId, code && adviceFor(code).advice);
 */
export function adviceFor(code: string): { readonly retryable?: boolean; readonly advice?: string } {
  const row = CODES.get(code);
  return row === undefined ? {} : { retryable: row.retryable, advice: row.advice };
}

/** Whether a code means that the service was called too often. */
export const isThrottling = (code: string): boolean =>
  code === 'DeniedRequest' || code.startsWith('Throttling');

/** Whether the same call may succeed later. A code that is not in the tables is judged by its family and its status. */
export const isRetryable = (code: string, httpStatus: number | undefined): boolean =>
  code === 'PROXY_REFUSED'
    ? (httpStatus ?? 0) >= 500 // the proxy could not reach the host
    : (CODES.get(code)?.retryable ?? (isThrottling(code) || httpStatus === 429 || (httpStatus ?? 0) >= 500));
