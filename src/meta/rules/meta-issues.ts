import type { Issue } from '../../shared/issue.ts';
import { type MetaProfile, severityIn } from '../model/meta-profile.ts';
import { META_FILE_RULES } from './file-rules.ts';
import { META_LINE_RULES } from './line-rules.ts';
import type { MetaIssueCode } from './meta-issue-code.ts';
import { META_RULES } from './meta-rules.ts';

const RULES = [
  ...Object.entries(META_LINE_RULES),
  ...META_RULES.map((rule) => [rule.code, rule] as const), // several rules of one code are about several fields
  ...Object.entries(META_FILE_RULES),
] as const;

/** Every code of a `MetaIssue`: its severity by profile, and the document that the rule comes from. */
export const META_ISSUES = Object.fromEntries(
  RULES.map(([code, { severity, source }]) => [
    code,
    {
      severity: { documented: severityIn(severity, 'documented'), strict: severityIn(severity, 'strict') },
      source,
    },
  ]),
) as unknown as Readonly<
  // fromEntries forgets the keys; a type test holds the codes to the tables
  Record<
    MetaIssueCode,
    { readonly severity: Readonly<Record<MetaProfile, Issue['severity']>>; readonly source: string }
  >
>;
