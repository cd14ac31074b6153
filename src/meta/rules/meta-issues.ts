import type { Issue } from '../../shared/errors/issue.ts';
import { type MetaProfile, severityIn } from '../model/meta-profile.ts';
import { META_FILE_RULES } from './file-rules.ts';
import { META_LINE_RULES } from './line-rules.ts';
import type { MetaIssueCode } from './meta-issue-code.ts';
import { EXAMPLE_LINE, type LineDifference } from './meta-rule.ts';
import { META_RULES } from './meta-rules.ts';

const exampleLine = (difference: LineDifference): string =>
  JSON.stringify({ ...EXAMPLE_LINE, ...difference });

const RULES = [
  ...Object.entries(META_LINE_RULES),
  // several rules of one code are about several fields
  ...META_RULES.map((rule) => [rule.code, { ...rule, ...examplesOf(rule) }] as const),
  ...Object.entries(META_FILE_RULES),
] as const;

function examplesOf({ bad, good }: (typeof META_RULES)[number]) {
  return { bad: exampleLine(bad), good: exampleLine(good) };
}

/**
 * Every code of a `MetaIssue`: its severity by profile, the document that the rule comes from, and lines of a file that break
 * the rule and that keep it (of `META_FILE_NAME` names of a file).
 */
export const META_ISSUES = Object.fromEntries(
  RULES.map(([code, { severity, source, bad, good }]) => [
    code,
    {
      severity: { documented: severityIn(severity, 'documented'), strict: severityIn(severity, 'strict') },
      ...{ source, bad, good },
    },
  ]),
) as unknown as Readonly<
  // fromEntries forgets the keys; a type test holds the codes to the tables
  Record<
    MetaIssueCode,
    {
      readonly severity: Readonly<Record<MetaProfile, Issue['severity']>>;
      readonly source: string;
      readonly bad: string;
      readonly good: string;
    }
  >
>;
