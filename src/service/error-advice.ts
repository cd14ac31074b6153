/** What to make of a code: whether the same call may succeed later, and the next step. */
interface CodeAdvice {
  readonly retryable?: boolean;
  readonly advice?: string;
}

const KEY_PAIR =
  'Check the AccessKey id and secret (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET)';
const CLOCK = "Set this machine's clock: the service refuses requests dated more than 15 minutes off";
const SAME_REGION =
  'The OSS bucket and the Image Search instance must be in the same region: check region and bucket';
const RUNNING = 'One batch task runs at a time per instance: wait for the running one';
const LATER = { retryable: true } as const;

/**
 * The codes that users meet, of Image Search (help page "Error codes", Jan 21 2026), of the gateway before it,
 * of OSS, and our own in capitals. The documents never say what may be retried: that is our reading.
 */
const CODES: Readonly<Record<string, CodeAdvice>> = {
  // Image Search
  InvalidInstance: { advice: 'Check the instance name: it is the name, not the id' },
  InvalidInstanceName: { advice: 'Check the instance name: it is the name, not the id' },
  'Console.InstanceNotFound': { advice: 'Check the instance name (not its id) and the region it lives in' },
  'Console.NoPermission': { advice: 'Grant the RAM user imagesearch:* on this instance' },
  NoPermission: { advice: 'Grant the RAM user imagesearch:* on this instance' },
  'Console.IncrementStatusError': { advice: RUNNING },
  InstanceOverQuota: { advice: 'The gallery is full: delete images or buy a larger instance' },
  DeniedRequest: { retryable: true, advice: 'The instance allows fewer requests per second' },
  SearchTimeout: LATER,
  UnknownException: LATER,
  InternalError: LATER,
  ServerInternalError: LATER,
  'Console.InternalError': LATER,
  'Console.CallServiceError': LATER,
  NetworkException: LATER,
  RequestTimeout: LATER,
  AccessEngineFailed: LATER,
  // the gateway
  'InvalidAccessKeyId.NotFound': { advice: KEY_PAIR },
  SignatureDoesNotMatch: { advice: KEY_PAIR },
  IncompleteSignature: { advice: KEY_PAIR },
  'InvalidTimeStamp.Expired': { advice: CLOCK },
  Throttling: LATER,
  'Throttling.User': LATER,
  'Throttling.Api': LATER,
  ServiceUnavailable: LATER,
  // OSS
  InvalidAccessKeyId: { advice: KEY_PAIR },
  SecurityTokenExpired: { advice: 'The temporary credentials have expired: ask for new ones' },
  InvalidSecurityToken: { advice: 'The security token does not belong to this AccessKey' },
  RequestTimeTooSkewed: { advice: CLOCK },
  NoSuchBucket: { advice: 'Check the bucket name and the region it lives in' },
  AccessDenied: { advice: `Grant the RAM user access to the bucket. ${SAME_REGION}` },
  NoSuchKey: { advice: 'Check the object name' },
  // ours
  REGION_MISMATCH: { advice: SAME_REGION },
  CONNECTION_REFUSED: { advice: 'Check the endpoint and that something listens there' },
  HOST_NOT_FOUND: { advice: 'Check the region and the endpoint' },
  CONNECTION_LOST: { retryable: true, advice: 'Check the line and try again' },
  TIMEOUT: { retryable: true, advice: 'Allow more time, or check the line' },
  BAD_ANSWER: {
    retryable: true,
    advice: 'The answer did not come from the service: check proxies and the endpoint',
  },
  TASK_RUNNING: { advice: RUNNING },
};

export const adviceFor = (code: string): CodeAdvice => CODES[code] ?? {};

/** The same of a code that the table may not know, with the status the answer came with. */
export const isRetryable = (code: string, httpStatus: number | undefined): boolean =>
  CODES[code]?.retryable ?? (httpStatus === 429 || (httpStatus ?? 0) >= 500);
