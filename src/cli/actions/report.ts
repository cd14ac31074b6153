import { reportImport } from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { ReportCommandOptions } from '../options/report-options.ts';
import { checkOutputFile, STANDARD, withOutputFile } from '../output/output-file.ts';

export interface ReportOfStateOptions extends Pick<ReportCommandOptions, 'lang'> {
  readonly output: string;
}

/** `report STATE --output FILE`: a report of an import from its state folder, whether it is over or not. */
export const report: Action<readonly [string], ReportOfStateOptions> = async (
  { output, json, signal },
  [state],
  { output: path, lang },
) => {
  checkOutputFile(path, '--output', json);
  await withOutputFile(path, output, signal, (file) => reportImport(state, file, { language: lang, signal }));
  if (path !== STANDARD) await output.result({ report: path }, `Report: ${path}`);
  return EXIT.fine;
};
