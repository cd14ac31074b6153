import type { ImportProgress, Outage } from '../../index.ts';
import { durationText } from '../options/duration.ts';
import { bytesText } from '../output/bytes-text.ts';
import { printable } from '../output/printable.ts';

/** What is shown of work: an import's progress, or that of images which are only checked. */
export type ShownProgress = Omit<ImportProgress, 'stage'> & {
  readonly stage: ImportProgress['stage'] | 'checking';
};

const STAGES = {
  checking: 'Checking images',
  reading: 'Reading the catalogue',
  listing: 'Listing the images',
  uploading: 'Uploading',
  waiting: 'Waiting for batch task',
  verifying: 'Asking the gallery',
} as const satisfies Readonly<Record<ShownProgress['stage'], string>>;

type ProgressText = readonly [what: string, howFar: string];

/** What an import does, and how far it is, in two parts: a bar has its place between them. Their lengths are those drawn. */
export function progressText(progress: ShownProgress): ProgressText {
  const [what, howFar] = said(progress);
  return [printable(what), printable(howFar)];
}

function said(progress: ShownProgress): ProgressText {
  const { stage, done, taskId, otherTask, silentProcess, waitingFor } = progress;
  if (waitingFor !== undefined) return [outageText(waitingFor), ''];
  if (otherTask !== undefined) return [otherTaskText(otherTask), ''];
  if (silentProcess !== undefined) return [silentText(silentProcess), ''];
  if (stage === 'waiting') return [`${STAGES.waiting} ${taskId}`, ''];
  const task = stage === 'uploading' && taskId !== undefined ? `batch task ${taskId} runs` : '';
  const howFar =
    done === 0 ? [task] : [countText(progress), ...paceTexts(progress), transferText(progress), task];
  return [STAGES[stage], howFar.filter((part) => part !== '').join(' · ')];
}

/** `Waiting for OSS, away for 12 s (CONNECTION_REFUSED), for 10 min at most`. */
const outageText = ({ service, code, awayMs, patienceMs }: Outage): string => {
  const [away, most] = [awayMs, patienceMs].map((ms) => durationText(Math.round(ms / 1_000)));
  return `Waiting for ${service}, away for ${away} (${code}), for ${most} at most`;
};

const otherTaskText = ({ id, bucket, path }: NonNullable<ShownProgress['otherTask']>): string =>
  `Waiting for batch task ${id} of another import, to oss://${bucket}${path}`;

const silentText = ({ host, pid, leftMs }: NonNullable<ShownProgress['silentProcess']>): string =>
  `Waiting for a sign of process ${pid} on ${host}, which had this import: taking it over in ${durationText(Math.ceil(leftMs / 1_000))} without one`;

/** `12,345/200,000`, or `12,345` while it is unknown how many there will be. */
const countText = ({ done, of }: ShownProgress): string =>
  [done, of].flatMap((number) => (number === undefined ? [] : [number.toLocaleString('en-US')])).join('/');

/** `85/s` and `36 min left`, as far as they are known. */
function paceTexts({ done, of, perSecond, secondsLeft }: ShownProgress): string[] {
  if (perSecond === undefined || done === of) return [];
  const left = secondsLeft === undefined ? '' : `${durationText(Math.ceil(secondsLeft))} left`;
  return [perSecond < 1 ? `${(perSecond * 60).toFixed(1)}/min` : `${rounded(perSecond)}/s`, left];
}

/** `1.2 GB at 4.5 MB/s`, as far as it is known. */
function transferText({ bytes = 0, bytesPerSecond, done, of }: ShownProgress): string {
  if (bytes === 0) return '';
  const rate = bytesPerSecond === undefined || done === of ? '' : ` at ${bytesText(bytesPerSecond)}/s`;
  return `${bytesText(bytes)}${rate}`;
}

const rounded = (rate: number): string =>
  rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en-US');
