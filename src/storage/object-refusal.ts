import type { ImageSearchError } from '../shared/errors/image-search-error.ts';

/**
 * Codes by which OSS refuses one object for its own sake, by status (help pages "HTTP 400 errors", Dec 06 2025, and "HTTP
 * status code 409"): for its key, its size, its bytes, or an object of the same key that must stay. The next upload may
 * well succeed, which cannot be said after `AccessDenied` or `NoSuchBucket`.
 */
const OBJECT_CODES: Readonly<Record<number, readonly string[]>> = {
  400: ['InvalidObjectName', 'InvalidArgument', 'EntityTooLarge', 'EntityTooSmall', 'InvalidDigest'],
  409: ['FileAlreadyExists', 'FileImmutable', 'ObjectNotAppendable'],
};

/** Whether OSS has refused an upload for a reason that concerns that object alone. */
export const concernsObjectAlone = ({ code, httpStatus = 0 }: ImageSearchError): boolean =>
  OBJECT_CODES[httpStatus]?.includes(code) ?? false;
