import type { Issue } from '../shared/issue.ts';
import { IMAGE_RULES, type ImageIssueCode } from './image-rules.ts';

export type ImageIssue = Issue<ImageIssueCode>;

/** An issue with the severity that the table gives its code. */
export const imageIssue = (code: ImageIssueCode, path: Issue['path'], message: string): ImageIssue => ({
  code,
  severity: IMAGE_RULES[code].severity,
  path,
  message,
});
