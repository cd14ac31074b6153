import type { CloudFailure } from './cloud-calls.ts';

/** Azure's codes for what every other store tells by the code of S3 and OSS. */
const CODES: Readonly<Record<string, string>> = {
  BlobNotFound: 'NoSuchKey',
  ContainerNotFound: 'NoSuchBucket',
  ConditionNotMet: 'PreconditionFailed',
  BlobArchived: 'InvalidObjectState',
  BlobBeingRehydrated: 'InvalidObjectState',
};

const BY_STATUS: Readonly<Record<number, string>> = { 412: 'PreconditionFailed', 416: 'InvalidRange' };

/** What an error of `@azure/storage-blob` says. */
export function azureFailure(error: Error): CloudFailure {
  const { statusCode: httpStatus, code, details = {}, response } = error as RestError;
  const said = details.errorCode ?? response?.headers.get('x-ms-error-code') ?? code;
  const known = BY_STATUS[httpStatus ?? 0] ?? CODES[String(said)] ?? said;
  // The package has codes of its own for what never was an answer of Azure.
  const isOfAzure = typeof known === 'string' && !/^[A-Z_]+$/.test(known);
  const requestId = response?.headers.get('x-ms-request-id');
  // Azure writes its ids and the time into the message, in lines of their own.
  const message = error.message.replace(/\nRequestId:.*/s, '');
  return { code: isOfAzure ? known : undefined, httpStatus, requestId, message };
}

interface RestError extends Error {
  readonly statusCode?: number;
  readonly code?: string;
  readonly details?: { readonly errorCode?: string };
  readonly response?: { readonly headers: { get(name: string): string | undefined } };
}
