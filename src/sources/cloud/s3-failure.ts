import type { CloudFailure } from './cloud-calls.ts';

/** What an error of `@aws-sdk/client-s3` says. */
export function s3Failure(error: Error): CloudFailure {
  const { $metadata = {}, Code } = error as SdkError;
  const { httpStatusCode: httpStatus, requestId } = $metadata;
  const code = Code ?? error.name;
  // An answer to HEAD has no body, and so no code.
  const known =
    httpStatus === 404 && !/^NoSuch/.test(code) ? 'NoSuchKey' : (BY_STATUS[httpStatus ?? 0] ?? code);
  return {
    code: OF_THE_CLIENT.includes(known) ? undefined : known,
    ...{ httpStatus, requestId, lacksCredentials: error.name === 'CredentialsProviderError' },
  };
}

interface SdkError extends Error {
  readonly Code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

const BY_STATUS: Readonly<Record<number, string>> = { 412: 'PreconditionFailed', 416: 'InvalidRange' };

/** Names of errors that no service has given: the answer had none. */
const OF_THE_CLIENT: readonly string[] = [
  'Error',
  'SyntaxError',
  'TypeError',
  'UnknownError',
  'Unknown',
  'S3ServiceException',
];
