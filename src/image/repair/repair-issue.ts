import type { Issue, Severity } from '../../shared/errors/issue.ts';
import type { ImageIssueCode } from '../image-issue-code.ts';

/** Why an image was not repaired, beside the issues of the image itself. */
export type RepairIssueCode =
  | 'IMAGE_REPAIR_TOO_MANY_BYTES'
  | 'IMAGE_REPAIR_TOO_MANY_PIXELS'
  | 'IMAGE_REPAIR_TOO_SMALL'
  | 'IMAGE_REPAIR_NO_DECODER'
  | 'IMAGE_REPAIR_DAMAGED'
  | 'IMAGE_REPAIR_NOT_SMALL_ENOUGH';

/** The meaning of each code. */
export const REPAIR_ISSUES = {
  IMAGE_REPAIR_TOO_MANY_BYTES: 'the source has more bytes than `maxInputBytes`',
  IMAGE_REPAIR_TOO_MANY_PIXELS: 'the picture has more pixels than `maxPixels`',
  IMAGE_REPAIR_TOO_SMALL: 'a side is too short, or would be after scaling down: enlarging is never done',
  IMAGE_REPAIR_NO_DECODER: 'nothing here decodes the format, or this kind of it',
  IMAGE_REPAIR_DAMAGED: 'decoding failed, and a part of a picture is not used',
  IMAGE_REPAIR_NOT_SMALL_ENOUGH: 'no quality and no size brings it below the limit of bytes',
} as const satisfies Readonly<Record<RepairIssueCode, string>>;

/** What still stands after a repair: an issue of the image, or why it was not repaired. */
export type RepairIssue = Issue<ImageIssueCode | RepairIssueCode>;

export const repairIssue = (
  code: RepairIssueCode,
  path: Issue['path'],
  message: string,
  severity: Severity = 'error',
): RepairIssue => ({ code, severity, path, message });

/** Ends a repair; it never leaves `repairImage`. */
export class CannotRepair extends Error {
  readonly code: RepairIssueCode;
  readonly path: Issue['path'];

  constructor(code: RepairIssueCode, path: Issue['path'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.path = path;
  }
}
