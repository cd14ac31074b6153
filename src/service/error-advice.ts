import { type CodeRow, IMAGE_SEARCH_CODES, RUNNING } from './image-search-codes.ts';

const KEY_PAIR =
  'Check the AccessKey id and secret (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET)';
const CLOCK = "Set this machine's clock: the service refuses requests whose date is more than 15 minutes off";
const SAME_REGION =
  'The OSS bucket and the Image Search instance must be in the same region: check region and bucket';
const SLOWER = 'Too many requests for this account: send fewer at once';

/**
 * The codes of the gateway in front of Image Search, the codes of OSS, and our own codes (in capitals). No document says which
 * calls may be retried: `retryable` is our reading.
 */
const OTHER_CODES: readonly CodeRow[] = [
  // the gateway
  {
    codes: [
      'InvalidAccessKeyId.NotFound',
      'InvalidAccessKeyId.Inactive',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
    ],
    retryable: false,
    advice: KEY_PAIR,
  },
  { codes: ['InvalidTimeStamp.Expired', 'InvalidTimeStamp.Format'], retryable: false, advice: CLOCK },
  {
    codes: ['InvalidSecurityToken.Expired'],
    retryable: false,
    advice: 'The temporary credentials have expired: ask for new ones',
  },
  { codes: ['Throttling', 'Throttling.User', 'Throttling.Api'], retryable: true, advice: SLOWER },
  {
    codes: ['ServiceUnavailable'],
    retryable: true,
    advice: 'The service is unavailable: try again later',
  },
  // OSS
  { codes: ['InvalidAccessKeyId'], retryable: false, advice: KEY_PAIR },
  {
    codes: ['SecurityTokenExpired'],
    retryable: false,
    advice: 'The temporary credentials have expired: ask for new ones',
  },
  {
    codes: ['InvalidSecurityToken'],
    retryable: false,
    advice: 'The security token does not belong to this AccessKey',
  },
  { codes: ['RequestTimeTooSkewed'], retryable: false, advice: CLOCK },
  { codes: ['NoSuchBucket'], retryable: false, advice: 'Check the bucket name and the region it lives in' },
  {
    codes: ['AccessDenied'],
    retryable: false,
    advice: `Grant the RAM user access to the bucket. ${SAME_REGION}`,
  },
  // since March 20 2025, for accounts that are new by then (help page "Access OSS using custom domain names", Dec 26 2025)
  {
    codes: ['PublicEndpointForbidden'],
    retryable: false,
    advice:
      'This account can reach buckets of this region only by a custom domain: bind one to the bucket, give the domain as the endpoint with customDomain: true (--oss-custom-domain), or work inside a VPC',
  },
  { codes: ['NoSuchKey'], retryable: false, advice: 'Check the object name' },
  // ours
  { codes: ['REGION_MISMATCH'], retryable: false, advice: SAME_REGION },
  {
    codes: ['CONNECTION_REFUSED'],
    retryable: false,
    advice: 'Check the endpoint, or the proxy, and that something listens there',
  },
  {
    codes: ['CERTIFICATE_REFUSED'],
    retryable: false,
    advice:
      "Check the endpoint; where a company's proxy looks into TLS, name its certificate with NODE_EXTRA_CA_CERTS",
  },
  { codes: ['HOST_NOT_FOUND'], retryable: false, advice: 'Check the region and the endpoint, or the proxy' },
  {
    codes: ['PROXY_REFUSED'],
    retryable: false, // see the exception in isRetryable()
    advice:
      'See the status: at 407 put user and password into the URL of the proxy, at 403 have the proxy allow this host, at 502 to 504 the proxy could not reach the host',
  },
  { codes: ['CONNECTION_LOST'], retryable: true, advice: 'Check the network and try again' },
  { codes: ['TIMEOUT'], retryable: true, advice: 'Allow more time, or check the network' },
  {
    codes: ['BAD_ANSWER'],
    retryable: true,
    advice: 'The answer did not come from the service: check proxies and the endpoint',
  },
  { codes: ['TASK_RUNNING'], retryable: true, advice: RUNNING },
];

const CODES: ReadonlyMap<string, CodeRow> = new Map(
  [...IMAGE_SEARCH_CODES, ...OTHER_CODES].flatMap((row) => row.codes.map((code) => [code, row])),
);

/** Whether a call may be retried, and the next step; empty for a code that is not in the tables. */
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
