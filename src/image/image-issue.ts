import type { Issue } from '../shared/errors/issue.ts';
import type { ImageIssueCode } from './image-issue-code.ts';
import { IMAGE_RULES } from './image-rules.ts';

export type ImageIssue = Issue<ImageIssueCode>;

/** An issue with the severity that the table gives its code. */
export const imageIssue = (code: ImageIssueCode, path: Issue['path'], message: string): ImageIssue => ({
  code,
  severity: IMAGE_RULES[code].severity,
  path,
  message,
});
