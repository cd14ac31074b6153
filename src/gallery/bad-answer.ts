import { ImageSearchError } from '../shared/image-search-error.ts';

/** An answer of the service that lacks what was asked for. */
export const badAnswer = (message: string): ImageSearchError =>
  new ImageSearchError(message, { code: 'BAD_ANSWER', retryable: true });
