import { SIGNATURE_MISMATCH, UNKNOWN_ACCESS_KEY } from '../signature/oss-claim.ts';
import type { Refusal } from '../signature/verdict.ts';

/** A status and a message; the code, when it is not the name of the row; the service's detailed error number (EC), where known. */
type Row = readonly [
  status: number,
  message: string,
  about?: { readonly code?: string | undefined; readonly ec?: string | undefined },
];

/** The refusals of OSS. Statuses and codes are the service's own, messages follow its wording. */
const REFUSALS = {
  AccessDenied: [403, 'You have no right to access this object.', { ec: '0003-00000001' }],
  BucketElsewhere: [
    403,
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { code: 'AccessDenied' },
  ],
  ConditionOnPut: [
    400,
    'A header you provided implies functionality that is not implemented.',
    { code: 'NotImplemented', ec: '0017-00000245' },
  ],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed size.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed size.'],
  FileAlreadyExists: [409, 'The object you specified already exists and can not be overwritten.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidArgument: [400, 'Invalid argument.'],
  InvalidBucketName: [400, 'The specified bucket is not valid.'],
  InvalidDigest: [400, 'The Content-MD5 you specified was invalid.'],
  InvalidObjectName: [400, 'The specified object is not valid.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found, or its ETag is another one.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidRange: [416, 'The requested range cannot be satisfied.'],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  MalformedPOSTRequest: [400, 'The body of your POST request is not well-formed multipart/form-data.'],
  MalformedXML: [
    400,
    'The XML you provided was not well-formed or did not validate against our published schema.',
  ],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  MissingContentMd5: [
    400,
    'Missing Some Required Arguments.',
    { code: 'MissingArgument', ec: '0016-00000606' },
  ],
  MissingPosition: [
    400,
    'Missing Some Required Arguments.',
    { code: 'MissingArgument', ec: '0016-00000501' },
  ],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.', { ec: '0026-00000001' }],
  NoSuchUpload: [
    404,
    'The specified upload does not exist: its id is wrong, or it was completed or aborted.',
  ],
  NotImplemented: [501, 'This operation is not implemented.'],
  ObjectNotAppendable: [409, 'The object is not appendable.'],
  PolicyCondition: [
    403,
    'Invalid according to Policy: Policy Condition failed.',
    { code: 'AccessDenied', ec: '0006-00000227' },
  ],
  PolicyExpired: [403, 'Invalid according to Policy: Policy expired.', { code: 'AccessDenied' }],
  PolicySignature: [403, SIGNATURE_MISMATCH, { code: 'SignatureDoesNotMatch' }],
  PositionNotEqualToLength: [409, 'Position is not equal to file length.'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold.'],
  TooMuchUnfinished: [
    400,
    'The unfinished multipart uploads are as large as the emulator can hold; complete or abort some of them.',
    { code: 'EntityTooLarge' },
  ],
  UnknownAccessKey: [403, UNKNOWN_ACCESS_KEY, { code: 'InvalidAccessKeyId' }],
} as const satisfies Record<string, Row>;

export type OssRefusalName = keyof typeof REFUSALS;

/** Thrown when a request cannot be done; the client gets it as XML. */
export class OssRefusal extends Error {
  override readonly name = 'OssRefusal';
  readonly refusal: Refusal;
  /** Further headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(refusal: Refusal, headers: Readonly<Record<string, string>> = {}) {
    super(refusal.message);
    this.refusal = refusal;
    this.headers = headers;
  }
}

/** @throws {OssRefusal} always. */
export function refuse(name: OssRefusalName, details?: RefusalDetails, message?: string): never {
  throw new OssRefusal(ossRefusal(name, details, message));
}

export function ossRefusal(name: OssRefusalName, details: RefusalDetails = {}, message?: string): Refusal {
  const [status, ownMessage, { code = name, ec } = {}]: Row = REFUSALS[name];
  return {
    ...{ ok: false, status, code, message: message ?? ownMessage },
    details: ec === undefined ? details : { ...details, EC: ec },
  };
}

type RefusalDetails = Readonly<Record<string, string>>;
