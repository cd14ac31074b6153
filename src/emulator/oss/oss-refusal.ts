import type { Refusal } from '../signature/verdict.ts';

interface Row {
  readonly status: number;
  /** The code, when it is not the name of the row. */
  readonly code?: string | undefined;
  readonly message: string;
  /** The service's detailed error number (EC), where it is known. */
  readonly ec?: string | undefined;
}

/** The refusals of OSS. Statuses and codes are the service's own, messages follow its wording. */
const REFUSALS = {
  BucketElsewhere: {
    status: 403,
    code: 'AccessDenied',
    message:
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
  },
  ConditionOnPut: {
    status: 400,
    code: 'NotImplemented',
    message: 'A header you provided implies functionality that is not implemented.',
    ec: '0017-00000245',
  },
  EntityTooLarge: { status: 400, message: 'Your proposed upload exceeds the maximum allowed size.' },
  FileAlreadyExists: {
    status: 409,
    message: 'The object you specified already exists and can not be overwritten.',
  },
  InternalError: { status: 500, message: 'We encountered an internal error. Please try again.' },
  InvalidArgument: { status: 400, message: 'Invalid argument.' },
  InvalidBucketName: { status: 400, message: 'The specified bucket is not valid.' },
  InvalidDigest: { status: 400, message: 'The Content-MD5 you specified was invalid.' },
  InvalidObjectName: { status: 400, message: 'The specified object is not valid.' },
  InvalidRange: { status: 416, message: 'The requested range cannot be satisfied.' },
  InvalidURI: { status: 400, message: "Couldn't parse the specified URI." },
  MalformedPOSTRequest: {
    status: 400,
    message: 'The body of your POST request is not well-formed multipart/form-data.',
  },
  MissingContentLength: { status: 411, message: 'You must provide the Content-Length HTTP header.' },
  NoSuchBucket: { status: 404, message: 'The specified bucket does not exist.' },
  NoSuchKey: { status: 404, message: 'The specified key does not exist.', ec: '0026-00000001' },
  NotImplemented: { status: 501, message: 'This operation is not implemented.' },
  PolicyCondition: {
    status: 403,
    code: 'AccessDenied',
    message: 'Invalid according to Policy: Policy Condition failed.',
    ec: '0006-00000227',
  },
  PolicyExpired: {
    status: 403,
    code: 'AccessDenied',
    message: 'Invalid according to Policy: Policy expired.',
  },
  PolicySignature: {
    status: 403,
    code: 'SignatureDoesNotMatch',
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  },
  PreconditionFailed: {
    status: 412,
    message: 'At least one of the pre-conditions you specified did not hold.',
  },
  UnknownAccessKey: {
    status: 403,
    code: 'InvalidAccessKeyId',
    message: 'The OSS Access Key Id you provided does not exist in our records.',
  },
} as const satisfies Record<string, Row>;

export type OssRefusalName = keyof typeof REFUSALS;

/** Thrown when a request cannot be done; the client gets it as XML. */
export class OssRefusal extends Error {
  override readonly name = 'OssRefusal';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** @throws {OssRefusal} always. */
export function refuse(name: OssRefusalName, details?: RefusalDetails, message?: string): never {
  throw new OssRefusal(ossRefusal(name, details, message));
}

export function ossRefusal(name: OssRefusalName, details: RefusalDetails = {}, message?: string): Refusal {
  const row: Row = REFUSALS[name];
  return {
    ok: false,
    status: row.status,
    code: row.code ?? name,
    message: message ?? row.message,
    details: row.ec === undefined ? details : { ...details, EC: row.ec },
  };
}

type RefusalDetails = Readonly<Record<string, string>>;
