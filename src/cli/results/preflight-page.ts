import { resolve } from 'node:path';
import {
  type CatalogueRow,
  type CommandLine,
  followingCommands,
  type ImageVerdict,
  type ReportData,
  type ReportRow,
  ReportWriter,
} from '../../index.ts';
import type { PreflightSource } from '../actions/preflight-sources.ts';
import type { ReportCommandOptions } from '../options/report-options.ts';

/** The report of `preflight --report`; undefined when none is wanted. */
export const openPage = async (
  { report, lang }: ReportCommandOptions,
  signal: AbortSignal,
): Promise<ReportWriter | undefined> =>
  report === undefined ? undefined : await ReportWriter.open(report, { language: lang, signal });

/** A verdict as a row of the report. */
export const rowOf = (
  { name, ok, facts, bytes, issues }: ImageVerdict,
  source: PreflightSource,
): ReportRow => ({
  status: ok ? 'accepted' : 'refused',
  picName: name,
  image: { bytes, width: facts?.width, height: facts?.height },
  issues,
  file: fileOf(source),
});

/** What cannot be named to a check is refused, too. */
export const notCheckedRow = ({ names, issues, place }: CatalogueRow): ReportRow => ({
  ...{ status: 'refused', issues },
  picName: names?.picName ?? (typeof names?.image === 'string' ? names.image : place.source),
});

/** What can be done about refused images. @param mayRepair false where a URL is among them, or they were repaired */
export function nextSteps(
  commandLine: CommandLine,
  { refused, notChecked }: { readonly refused: number; readonly notChecked: number },
  mayRepair: boolean,
): ReportData['next'] {
  if (refused + notChecked === 0) return [{ step: 'nothing' }];
  if (!mayRepair || refused === 0) return [];
  const again = followingCommands.again(commandLine, 'preflight') ?? [];
  return [{ step: 'repairImages', command: [...again, '--repair', resolve('repaired')] }];
}

/** Undefined for an image that is not on this machine. */
function fileOf({ source, folder }: PreflightSource): ReportRow['file'] {
  if (typeof source === 'string') return { path: source };
  return folder !== undefined &&
    typeof source === 'object' &&
    'path' in source &&
    typeof source.path === 'string'
    ? { path: source.path, folder }
    : undefined;
}
