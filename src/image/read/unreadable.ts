import { type ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { shortageOf } from '../../shared/errors/shortage.ts';
import { type ImageIssue, imageIssue } from '../image-issue.ts';

/** Codes of the file system, of OSS and of HTTP that mean: the image does not exist. */
const MISSING = ['ENOENT', 'ENOTDIR', 'NoSuchKey', 'NoSuchKeyError', 'HTTP_404', 'HTTP_410'];

/** Codes of a part of another version than was looked at: nothing is to be corrected. */
const REPLACED = ['PreconditionFailed', 'HTTP_CHANGED'];

/** A read failed; holds the issue to report. */
export class Unreadable extends Error {
  readonly issue: ImageIssue;

  constructor(cause: unknown) {
    super('Unreadable', { cause });
    const { code = null, message = String(cause) } = (cause ?? {}) as { code?: unknown; message?: string };
    const isNamed = typeof code !== 'string' || message.startsWith(`${code}: `); // the system's messages begin with it
    const shown = isNamed ? message : `${code}: ${message}`;
    // The file system's message says no more than its code; a store's names the object, or the URL that has nothing.
    const missing = isImageSearchError(cause) ? shown : code;
    const next = REPLACED.includes(String(code)) ? 'it was replaced meanwhile:' : 'correct this and';
    this.issue = MISSING.includes(String(code))
      ? imageIssue('IMAGE_MISSING', [], `Image does not exist (${missing}); correct its name or supply it`)
      : imageIssue('IMAGE_UNREADABLE', [], `Image cannot be read (${shown}); ${next} check it again`);
  }
}

/** What to throw when a read has failed: a shortage of this machine says nothing about the image, so it gets no issue. */
export const readFailure = (error: unknown): Unreadable | ImageSearchError =>
  shortageOf(error) ?? new Unreadable(error);
