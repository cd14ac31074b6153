import type { ImageFacts } from './image-facts.ts';
import { type ImageIssue, imageIssue } from './image-issue.ts';
import type { ImageIssueCode } from './image-issue-code.ts';
import {
  extensionMismatch,
  type ImageTest,
  type RuleContext,
  TESTED_IMAGE_RULES,
  type TestedImageRule,
} from './image-rules.ts';

/** What is wrong with a file of so many bytes, whatever it holds. */
export const checkSize = (bytes: number, context: RuleContext): readonly ImageIssue[] =>
  ask(SIZE_TESTS, bytes, context);

/** What is wrong with an image by what its header says. */
export const checkFacts = (facts: ImageFacts, context: RuleContext): readonly ImageIssue[] =>
  ask(FACT_TESTS, facts, context);

/** What is wrong with another name that an image is to have, such as its name in a bucket. */
export function checkName({ format }: ImageFacts, name: string): ImageIssue[] {
  const message = extensionMismatch(format, name);
  return message === undefined ? [] : [imageIssue('IMAGE_EXTENSION_MISMATCH', ['name'], message)];
}

interface Question<Subject> {
  readonly code: ImageIssueCode;
  readonly path: ImageIssue['path'];
  readonly test: ImageTest<Subject>;
}

const ROWS = Object.entries<TestedImageRule>(TESTED_IMAGE_RULES) as [ImageIssueCode, TestedImageRule][];

const SIZE_TESTS = ROWS.flatMap(([code, { ofSize = {} }]) => questions(code, ofSize));
const FACT_TESTS = ROWS.flatMap(([code, { ofFacts = {} }]) => questions(code, ofFacts));

function questions<Subject>(
  code: ImageIssueCode,
  tests: Readonly<Record<string, ImageTest<Subject>>>,
): Question<Subject>[] {
  return Object.entries(tests).map(([fact, test]) => ({ code, path: [fact], test }));
}

const NO_ISSUES: readonly ImageIssue[] = [];

function ask<Subject>(
  tests: readonly Question<Subject>[],
  subject: Subject,
  context: RuleContext,
): readonly ImageIssue[] {
  let issues: ImageIssue[] | undefined;
  for (const { code, path, test } of tests) {
    const message = test(subject, context);
    if (message === undefined) continue;
    issues ??= [];
    issues.push(imageIssue(code, path, message));
  }
  return issues ?? NO_ISSUES;
}
