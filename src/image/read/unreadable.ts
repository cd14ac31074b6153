import type { ImageSearchError } from '../../shared/image-search-error.ts';
import { shortageOf } from '../../shared/shortage.ts';
import { type ImageIssue, imageIssue } from '../image-issue.ts';

/** Codes of the file system, of OSS and of HTTP that mean: the image does not exist. */
const MISSING = ['ENOENT', 'ENOTDIR', 'NoSuchKey', 'NoSuchKeyError', 'HTTP_404', 'HTTP_410'];

/** A read failed; holds the issue to report. */
export class Unreadable extends Error {
  readonly issue: ImageIssue;

  constructor(cause: unknown) {
    super('Unreadable', { cause });
    const { code = null, message = String(cause) } = (cause ?? {}) as { code?: unknown; message?: string };
    const isNamed = typeof code !== 'string' || message.startsWith(`${code}: `); // the system's messages begin with it
    const shown = isNamed ? message : `${code}: ${message}`;
    this.issue = MISSING.includes(String(code))
      ? imageIssue('IMAGE_MISSING', [], `Image does not exist (${code}); correct its name or supply it`)
      : imageIssue(
          'IMAGE_UNREADABLE',
          [],
          `Image cannot be read (${shown}); correct this and check it again`,
        );
  }
}

/** What to throw when a read has failed: a shortage of this machine says nothing about the image, so it gets no issue. */
export const readFailure = (error: unknown): Unreadable | ImageSearchError =>
  shortageOf(error) ?? new Unreadable(error);
