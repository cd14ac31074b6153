import { mostMissing } from './sample.ts';

/** What asking the gallery has shown. */
export interface VerificationSummary {
  /** Images of which nothing was reported: those that the gallery could be asked for. */
  readonly images: number;
  /** Images that the gallery has answered for. */
  readonly asked: number;
  /** Of these, the images that the gallery does not hold as submitted. */
  readonly missing: number;
  /** Questions without an answer. */
  readonly unanswered: number;
  /** The share of `images` that is missing at most, with 95 % confidence: from 0 to 1. */
  readonly missingShareAtMost: number;
  /** The same as a sentence. */
  readonly means: string;
}

type Counts = Pick<VerificationSummary, 'images' | 'asked' | 'missing' | 'unanswered'>;

/** The counts with what they mean. */
export function verificationSummary(counts: Counts): VerificationSummary {
  const { images, asked, missing } = counts;
  const missingShareAtMost = asked === images ? share(missing, images) : mostMissing(missing, asked);
  return { ...counts, missingShareAtMost, means: inWords(counts, missingShareAtMost) };
}

const share = (part: number, all: number): number => (all === 0 ? 0 : part / all);

function inWords({ images, asked, missing, unanswered }: Counts, missingShareAtMost: number): string {
  const found = `${missing} of ${asked} missing`;
  const most = `with 95 % confidence fewer than ${percent(missingShareAtMost, Math.ceil)} of the ${images} images are`;
  const means =
    images === 0
      ? 'there was no image to ask for'
      : asked === 0
        ? 'the gallery was not asked'
        : asked === images
          ? `${found}: the gallery was asked for every image`
          : missing === 0
            ? `${found}: ${most}`
            : `${found}: about ${percent(missing / asked, Math.round)}, and ${most}`;
  return unanswered === 0 ? means : `${means}; ${unanswered} questions got no answer`;
}

/** Below ten percent, small shares with one decimal place; otherwise whole numbers. */
const percent = (part: number, round: (value: number) => number): string =>
  `${part < 0.02 ? round(part * 1000) / 10 : round(part * 100)} %`;
