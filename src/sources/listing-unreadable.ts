import { ImageSearchError } from '../shared/errors/image-search-error.ts';

/** A file that should say what a source has cannot be read. `what` says why, and the next step. */
export const listingUnreadable = (name: string, what: string, cause?: unknown): ImageSearchError =>
  new ImageSearchError(`Cannot read ${name} as ${what}`, { code: 'LISTING_UNREADABLE', cause });
