/** What a report can be written in. */
export const REPORT_LANGUAGES = ['en', 'zh'] as const;

/** A language of reports and of explanations. */
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** One text, in each language. */
export type Translated = Readonly<Record<ReportLanguage, string>>;
