import type { Issue, Severity } from '../shared/issue.ts';

/** Every code an image can get, and how grave it is. */
export const IMAGE_ISSUES = {
  /** There is no such file or object. */
  IMAGE_MISSING: 'error',
  /** Reading failed: permissions, a directory, a device that fails. */
  IMAGE_UNREADABLE: 'error',
  /** It has 0 bytes. */
  IMAGE_EMPTY: 'error',
  /** The bytes are of a format that Image Search does not take. */
  IMAGE_FORMAT_UNSUPPORTED: 'error',
  /** It ends before what its header announces. */
  IMAGE_TRUNCATED: 'error',
  /** It contradicts itself or its format. */
  IMAGE_CORRUPT: 'error',
  /** The file has too many bytes. */
  IMAGE_TOO_LARGE: 'error',
  /** Width or height is too small. */
  IMAGE_SIDE_TOO_SHORT: 'error',
  /** Width or height is too great. */
  IMAGE_SIDE_TOO_LONG: 'error',
  /** It holds rotation information, wherever that is. */
  IMAGE_ROTATED: 'error',
  /** Its orientation tag has a value that means nothing. */
  IMAGE_ORIENTATION_INVALID: 'warning',
  /** The extension of its name says another format than its bytes. */
  IMAGE_EXTENSION_MISMATCH: 'error',
  /** It has several frames, and no document says which is taken. */
  IMAGE_ANIMATED: 'warning',
  /** No document says whether this kind of its format is taken. */
  IMAGE_UNUSUAL_VARIANT: 'warning',
} as const satisfies Record<string, Severity>;

export type ImageIssueCode = keyof typeof IMAGE_ISSUES;

export type ImageIssue = Issue<ImageIssueCode>;

export const imageIssue = (code: ImageIssueCode, path: Issue['path'], message: string): ImageIssue => ({
  code,
  severity: IMAGE_ISSUES[code],
  path,
  message,
});
