import type { ImportSummary } from './import-account.ts';
import { mostMissing } from './sample.ts';

export type VerificationSummary = NonNullable<ImportSummary['verification']>;

type Counts = Pick<VerificationSummary, 'images' | 'asked' | 'missing' | 'unanswered'>;

/** The counts with what they mean. */
export function verificationSummary(counts: Counts): VerificationSummary {
  const { images, asked, missing } = counts;
  // Not more than if all that were not asked for were missing, too.
  const missingShareAtMost = Math.min(mostMissing(missing, asked), share(missing + images - asked, images));
  return { ...counts, missingShareAtMost, means: inWords(counts, missingShareAtMost) };
}

const share = (part: number, all: number): number => (all === 0 ? 0 : part / all);

function inWords(counts: Counts, missingShareAtMost: number): string {
  const means = foundInWords(counts, missingShareAtMost);
  const { asked, unanswered } = counts;
  if (unanswered === 0 || asked === 0) return means;
  return `${means}; ${unanswered} ${unanswered === 1 ? 'question' : 'questions'} got no answer`;
}

function foundInWords({ images, asked, missing, unanswered }: Counts, missingShareAtMost: number): string {
  if (images === 0) return 'there was no image to ask for';
  if (asked === 0)
    return unanswered === 0 ? 'the gallery was not asked' : 'no question to the gallery got an answer';
  const found = `${missing} of ${asked} missing`;
  if (asked === images) return `${found}: the gallery was asked for every image`;
  const estimate = missing === 0 ? '' : `about ${percent(missing / asked, Math.round)}, and `;
  const most = percent(missingShareAtMost, Math.ceil);
  return `${found}: ${estimate}with 95 % confidence fewer than ${most} of the ${images} images are`;
}

/** In whole numbers; below two percent with one decimal place. */
const percent = (part: number, round: (value: number) => number): string =>
  `${part < 0.02 ? round(part * 1000) / 10 : round(part * 100)} %`;
