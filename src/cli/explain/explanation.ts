import type { ReportLanguage } from '../../index.ts';

/** In what a code can be explained. */
export type Language = ReportLanguage;

/** One text, in each language. */
export type Translated = Readonly<Record<Language, string>>;

/** What is said of a code beside its rule: the meaning of the rule in Chinese, and an example as the program prints or reads it. */
export interface RuleText {
  readonly zh: string;
  readonly example: string;
}

/** What is said of a code that has no rule. */
export interface CodeText {
  readonly means: Translated;
  readonly remedy: Translated;
  /** A message, as the program prints it. */
  readonly example: string;
}

/** What there is to say of a code, in one language. */
export interface Explanation {
  readonly code: string;
  readonly means: string;
  /** `error` or `warning`, where it does not depend on the case. */
  readonly severity?: string | undefined;
  /** The document that says so; where there is none, whose rule it is. */
  readonly source: string;
  readonly remedy: string;
  /** Data that has the code, or the message; of a rule about lines, the line that breaks it. */
  readonly bad: string;
  /** Of a rule about lines: the line that keeps it. */
  readonly good?: string | undefined;
}
