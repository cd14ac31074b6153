import type { ReportLanguage } from '../report-languages.ts';
import type { KINDS, LANES, Words } from '../words/words.ts';

/** What every part of a page needs: its language and its words. */
export interface PageContext {
  readonly language: ReportLanguage;
  readonly words: Words;
  readonly kinds: Readonly<Record<keyof typeof KINDS, string>>;
  readonly lanes: Readonly<Record<keyof typeof LANES, string>>;
  readonly facts: Readonly<Record<string, string>>;
}
