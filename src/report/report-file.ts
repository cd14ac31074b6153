import { objectGiven, oneOf, text, within } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { REPORT_LANGUAGES } from './report-languages.ts';
import { type ReportOptions, ReportWriter } from './report-writer.ts';
import { MOST_ROWS } from './rows/row-columns.ts';

/** A report that is written of work, when the work is over. */
export interface ReportFile extends Pick<ReportOptions, 'language' | 'mostRows'> {
  /** Of the HTML file, which appears whole. */
  readonly path: string;
  /** What the work was done with, for the head of the report. @default the path of the catalogue, where there is one */
  readonly subject?: string | undefined;
}

const OPTIONS: OptionNames<ReportFile> = { path: true, subject: true, language: true, mostRows: true };

/** @throws {TypeError | RangeError} for a wrong option, before anything is written */
export function reportFile(report: ReportFile | undefined): ReportFile | undefined {
  if (report === undefined) return undefined;
  const { path, subject, language, mostRows } = knownOptions(
    "'report'",
    objectGiven("'report'", report),
    OPTIONS,
  );
  text('report.path', path);
  if (subject !== undefined) text('report.subject', subject);
  if (language !== undefined) oneOf(REPORT_LANGUAGES, 'report.language', language);
  if (mostRows !== undefined) within(0, MOST_ROWS, 'report.mostRows', mostRows);
  return { path, subject, language, mostRows };
}

/** Opens the file before the work begins, so that a path that cannot be written is known in time. */
export async function openReport(
  report: ReportFile | undefined,
  signal: AbortSignal | undefined,
): Promise<ReportWriter | undefined> {
  if (report === undefined) return undefined;
  const { path, language, mostRows } = report;
  return await ReportWriter.open(path, { language, mostRows, signal });
}
