import { ImageSearchError } from '../shared/errors/image-search-error.ts';

/** An answer of the service that lacks what was asked for. */
export const badAnswer = (message: string): ImageSearchError =>
  new ImageSearchError(message, { code: 'BAD_ANSWER', retryable: true });

/**
 * Makes sure that an answer says that the work was done: an object in JSON, with status 200, may come from anywhere on the way.
 *
 * @throws {ImageSearchError} `BAD_ANSWER`
 */
export function assertDone(operation: string, { Success, Code }: Readonly<Record<string, unknown>>): void {
  if (String(Success) === 'true' || String(Code) === '0') return;
  throw badAnswer(`Cannot tell whether ${operation} was done: the answer has neither Success nor the Code 0`);
}
