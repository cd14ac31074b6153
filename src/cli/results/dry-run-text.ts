import type { DryRunSummary, ImportSummary } from '../../index.ts';
import { durationText } from '../options/duration.ts';
import { bytesText } from '../output/bytes-text.ts';
import { counted } from '../output/counted.ts';

/** What a dry run has found: the sums, what would be sent, and how long the parts would take that are known. */
export function dryRunText(
  { supplied, refused, skipped, route: { route } }: ImportSummary,
  { ready, send, present, tasks, issues, requests, seconds }: DryRunSummary,
): readonly string[] {
  const isDirect = route === 'direct';
  const byCode = Object.entries(issues).map(
    ([code, entries]) => `  ${code}: ${counted(entries, 'entry', 'entries')}`,
  );
  const byOperation = Object.entries(requests).map(([operation, times]) => `${operation} ${times}`);
  return [
    ...(byCode.length === 0 ? [] : ['Entries by what was found:', ...byCode]),
    `Dry run of ${counted(supplied, 'entry', 'entries')}: ${refused} refused, ${skipped} skipped; ${ready} would be submitted ${isDirect ? 'as calls of their own' : `in ${counted(tasks, 'batch task')}`}`,
    `${counted(send.images, 'image')} of ${bytesText(send.bytes)} would be sent, ${present} are in the bucket already`,
    `Requests: ${byOperation.join(', ')}`,
    `Time: ${durationText(seconds.upload)} for the uploads, ${durationText(seconds.verification)} for questions to the gallery${isDirect ? '' : ', and that of the batch tasks, which no document tells'}`,
  ];
}
