import { type ImageIssue, imageIssue } from '../image-issue.ts';

/** Codes of the file system, of OSS and of HTTP that mean: there is nothing of this name. */
const MISSING = ['ENOENT', 'ENOTDIR', 'NoSuchKey', 'NoSuchKeyError', 'HTTP_404', 'HTTP_410'];

/** A read failed: the issue that becomes of it. */
export class Unreadable extends Error {
  readonly issue: ImageIssue;

  constructor(cause: unknown) {
    super('Unreadable', { cause });
    const { code = null, message = String(cause) } = (cause ?? {}) as { code?: unknown; message?: string };
    const shown = typeof code === 'string' ? `${code}: ${message}` : message;
    this.issue = MISSING.includes(String(code))
      ? imageIssue('IMAGE_MISSING', [], `Image does not exist (${code}); correct its name or supply it`)
      : imageIssue(
          'IMAGE_UNREADABLE',
          [],
          `Image cannot be read (${shown}); correct this and check it again`,
        );
  }
}
