import type { VerificationCounts, VerificationSummary } from '../import-summary.ts';
import { mostMissing } from './sample.ts';

/** What is counted: images that are missing, or all that are not as they should be. */
type Wrong = 'missing' | 'not as expected';

/** The counts of the shards of an import, summed up, with what they mean. */
export function verificationSummary(
  shards: readonly VerificationCounts[],
  wrong: Wrong = 'missing',
): VerificationSummary {
  const sum = (name: Exclude<keyof VerificationCounts, 'sample'>) =>
    total(shards.map((shard) => shard[name]));
  const counts = {
    ...{ images: sum('images'), asked: sum('asked'), missing: sum('missing') },
    ...{ unanswered: sum('unanswered'), notAsked: sum('notAsked') },
  };
  // One shard is asked for all its images and another for a few, so each counts by its images, not by its questions.
  const missingShare = share(total(shards.map(aboutMissing)), counts.images);
  const inSample = total(shards.map(({ sample }) => sample.missing));
  const ofSample = mostMissing(inSample, total(shards.map(({ sample }) => sample.asked)));
  const missingShareAtMost = share(
    total(shards.map((shard) => atMostMissing(shard, ofSample))),
    counts.images,
  );
  const means = inWords(counts, wrong, missingShare, missingShareAtMost);
  return { ...counts, notAsked: counts.notAsked || undefined, missingShareAtMost, means };
}

/** How many images of a shard are missing, by those that were asked for. */
const aboutMissing = ({ images, asked, missing }: VerificationCounts): number =>
  images * share(missing, asked);

/**
 * How many images of a shard are missing at most: by all its questions where it was asked on, else by the sample of the
 * whole import; and not more than if all that were not asked for were missing, too.
 */
function atMostMissing({ images, asked, missing, sample }: VerificationCounts, ofSample: number): number {
  const shareAtMost = asked > sample.asked ? mostMissing(missing, asked) : ofSample;
  return Math.min(images * shareAtMost, missing + images - asked);
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

const share = (part: number, all: number): number => (all === 0 ? 0 : part / all);

type Counted = Omit<VerificationCounts, 'sample'>;

function inWords(counts: Counted, wrong: Wrong, missingShare: number, missingShareAtMost: number): string {
  const { asked, unanswered, notAsked } = counts;
  const means = foundInWords(counts, wrong, missingShare, missingShareAtMost);
  const parts = [means];
  if (unanswered > 0 && asked > 0)
    parts.push(`${unanswered} ${unanswered === 1 ? 'question' : 'questions'} got no answer`);
  if (notAsked > 0)
    parts.push(
      `${notAsked} more were to be asked for, and were not in time: ask for those with verified: false, such as by GalleryClient.find(), or import with verify 'all' or more verifyMinutes`,
    );
  return parts.join('; ');
}

function foundInWords(
  { images, asked, missing, unanswered }: Counted,
  wrong: Wrong,
  missingShare: number,
  missingShareAtMost: number,
): string {
  if (images === 0) return 'there was no image to ask for';
  if (asked === 0)
    return unanswered === 0 ? 'the gallery was not asked' : 'no question to the gallery got an answer';
  const found = `${missing} of ${asked} ${wrong}`;
  if (asked === images) return `${found}: the gallery was asked for every image`;
  const estimate = missing === 0 ? '' : `about ${percent(missingShare, Math.round)}, and `;
  const most = percent(missingShareAtMost, Math.ceil);
  return `${found}: ${estimate}with 95 % confidence fewer than ${most} of the ${images} images are`;
}

/** In whole numbers; below two percent with one decimal place. */
const percent = (part: number, round: (value: number) => number): string =>
  `${part < 0.02 ? round(part * 1000) / 10 : round(part * 100)} %`;
