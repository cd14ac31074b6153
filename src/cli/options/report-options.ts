import { type Command, Option } from 'commander';
import { REPORT_LANGUAGES } from '../../index.ts';

export interface ReportCommandOptions {
  /** The HTML file to write. */
  readonly report?: string | undefined;
  readonly lang: (typeof REPORT_LANGUAGES)[number];
}

/** Adds the options of a command that can write a report of what it did. */
export const withReport = (command: Command): Command =>
  command
    .option('--report <file>', 'write a report for people: one HTML file, which opens in any browser')
    .addOption(reportLanguage());

export const reportLanguage = (ofWhat = 'of the report'): Option =>
  new Option('--lang <language>', ofWhat).choices(REPORT_LANGUAGES).default('en');
