import type { ReportData } from '../report-data.ts';
import type { BrowserWords } from '../words/browser-words.ts';

/** What the page's program gets beside the rows. */
export interface PageSettings {
  readonly words: BrowserWords;
  /** The name of each status. */
  readonly statuses: Readonly<Record<string, string>>;
  /** The name of each kind of difference. */
  readonly differences: Readonly<Record<string, string>>;
  /** What to do, by code. */
  readonly remedies: Readonly<Record<string, string>>;
  readonly limits: ReportData['limits'];
}
