import { reportImport } from '../index.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import type { ReportCommandOptions } from './report-options.ts';

export interface ReportOfStateOptions extends Pick<ReportCommandOptions, 'lang'> {
  readonly out: string;
}

/** `report STATE --out FILE`: a report of an import from its state folder, whether it is over or not. */
export const report: Action<readonly [string], ReportOfStateOptions> = async (
  { output, signal },
  [state],
  { out, lang },
) => {
  await reportImport(state, out, { language: lang, signal });
  await output.result({ report: out }, `Report: ${out}`);
  return EXIT.fine;
};
