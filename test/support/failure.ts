import { inspect } from 'node:util';
import { expect } from 'vitest';
import { ImageSearchError } from '../../src/shared/errors/image-search-error.ts';

/** What the work rejects with. */
export const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => expect.fail(`It did not reject, but gave ${inspect(value)}`),
    (reason: unknown) => reason,
  );

/** What the work rejects with: an `ImageSearchError`, or the test fails. */
export async function failureOf(work: Promise<unknown>): Promise<ImageSearchError> {
  const error = await rejection(work);
  if (error instanceof ImageSearchError) return error;
  throw new Error(`It rejected with ${inspect(error)}`);
}

/** Everywhere that people, logs and reports look at an error. */
const shownOf = (error: ImageSearchError): string =>
  [
    error.message,
    error.advice ?? '',
    error.stack ?? '',
    JSON.stringify(error),
    inspect(error, { depth: 10, showHidden: true }),
  ].join('\n');

export function expectWithout(error: ImageSearchError, ...secrets: readonly string[]): void {
  const shown = shownOf(error);
  for (const secret of secrets) expect(shown).not.toContain(secret);
}
