import type { Issue, Severity } from '../../shared/errors/issue.ts';
import type { MetaIssueCode } from './meta-issue-code.ts';

/**
 * Where AddImage and UpdateImage (@alicloud/imagesearch20201214 4.4.0) differ from the documents of increment.meta: a name
 * is not that of an object and may have any form, up to 256 characters; a string attribute must not have \ ¥ $ & %.
 */
const SEVERITIES: ReadonlyMap<string, Severity> = new Map<MetaIssueCode, Severity>([
  ['META_PIC_NAME_EXTENSION', 'warning'],
  ['META_PIC_NAME_PATH', 'warning'],
  ['META_PIC_NAME_SLASH', 'warning'],
  ['META_STR_ATTR_CHARACTERS', 'error'],
  ['META_TOO_LONG_FOR_API', 'error'],
]);

/** What is wrong with a record that goes to the API, not into a file. Issues of other things stay as they are. */
export const asAddImageHasIt = <T extends Issue>(issues: readonly T[]): readonly T[] =>
  issues.map((issue) => ({ ...issue, severity: SEVERITIES.get(issue.code) ?? issue.severity }));
