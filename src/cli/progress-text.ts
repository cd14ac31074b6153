import type { ImportProgress, Outage } from '../index.ts';
import { durationText } from './duration.ts';
import { printable } from './printable.ts';

const STAGES = {
  reading: 'Reading the catalogue',
  listing: 'Listing the images',
  uploading: 'Uploading',
  waiting: 'Waiting for batch task',
  verifying: 'Asking the gallery',
} as const satisfies Readonly<Record<ImportProgress['stage'], string>>;

type ProgressText = readonly [what: string, howFar: string];

/** What an import does, and how far it is, in two parts: a bar has its place between them. Their lengths are those drawn. */
export function progressText(progress: ImportProgress): ProgressText {
  const [what, howFar] = said(progress);
  return [printable(what), printable(howFar)];
}

function said(progress: ImportProgress): ProgressText {
  const { stage, done, taskId, otherTask, waitingFor } = progress;
  if (waitingFor !== undefined) return [outageText(waitingFor), ''];
  if (otherTask !== undefined) return [otherTaskText(otherTask), ''];
  if (stage === 'waiting') return [`${STAGES.waiting} ${taskId}`, ''];
  const task = stage === 'uploading' && taskId !== undefined ? `batch task ${taskId} runs` : '';
  const howFar = done === 0 ? [task] : [countText(progress), ...paceTexts(progress), task];
  return [STAGES[stage], howFar.filter((part) => part !== '').join(' · ')];
}

/** `Waiting for OSS, away for 12 s (CONNECTION_REFUSED), for 10 min at most`. */
const outageText = ({ service, code, awayMs, patienceMs }: Outage): string => {
  const [away, most] = [awayMs, patienceMs].map((ms) => durationText(Math.round(ms / 1_000)));
  return `Waiting for ${service}, away for ${away} (${code}), for ${most} at most`;
};

const otherTaskText = ({ id, bucket, path }: NonNullable<ImportProgress['otherTask']>): string =>
  `Waiting for batch task ${id} of another import, to oss://${bucket}${path}`;

/** `12,345/200,000`, or `12,345` while it is unknown how many there will be. */
const countText = ({ done, of }: ImportProgress): string =>
  [done, of].flatMap((number) => (number === undefined ? [] : [number.toLocaleString('en-US')])).join('/');

/** `85/s` and `36 min left`, as far as they are known. */
function paceTexts({ done, of, perSecond, secondsLeft }: ImportProgress): string[] {
  if (perSecond === undefined || done === of) return [];
  const left = secondsLeft === undefined ? '' : `${durationText(Math.ceil(secondsLeft))} left`;
  return [perSecond < 1 ? `${(perSecond * 60).toFixed(1)}/min` : `${rounded(perSecond)}/s`, left];
}

const rounded = (rate: number): string =>
  rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en-US');
