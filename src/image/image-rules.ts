import { extensionOf, FORMATS } from './formats/image-formats.ts';
import type { ImageFacts } from './image-facts.ts';
import { type ImageIssue, type ImageIssueCode, imageIssue } from './image-issue.ts';
import type { ImageLimits } from './image-limits.ts';

/** A subject area of an image, in px of the image as stored; (x2, y2) is its lower right corner. */
export interface ImageRegion {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

export interface RuleContext {
  readonly name: string | null;
  readonly limits: ImageLimits;
  readonly megabitsPerSecond: number | undefined;
  readonly region: ImageRegion | undefined;
}

interface Check<Subject> {
  readonly code: ImageIssueCode;
  readonly path: ImageIssue['path'];
  /** What is wrong, or undefined. */
  readonly test: (subject: Subject, context: RuleContext) => string | undefined;
}

/** The service gives up an image that takes longer ("Upload images"; TimeoutForTransferImage of "Error codes"). */
const MOST_SECONDS = 5;

/** These need the size alone, so they hold for files that are not read. */
const SIZE_CHECKS = [
  {
    code: 'IMAGE_TOO_LARGE',
    path: ['bytes'],
    test: (bytes, { limits: { maxBytes } }) =>
      bytes > maxBytes
        ? `Size is ${bytes} bytes, limit is ${maxBytes}; save it with stronger compression or fewer pixels`
        : undefined,
  },
  {
    code: 'IMAGE_TOO_SLOW',
    path: ['bytes'],
    test: (bytes, { megabitsPerSecond }) => {
      if (megabitsPerSecond === undefined) return undefined;
      const seconds = (bytes * 8) / (megabitsPerSecond * 1e6);
      return seconds > MOST_SECONDS
        ? `Size is ${bytes} bytes, which take ${seconds.toFixed(1)} s at ${megabitsPerSecond} Mbit/s, limit is ${MOST_SECONDS}; save it with stronger compression`
        : undefined;
    },
  },
] as const satisfies readonly Check<number>[];

const FACT_CHECKS = [
  ...sideChecks('width'),
  ...sideChecks('height'),
  {
    code: 'IMAGE_ROTATED',
    path: ['orientation'],
    test: ({ orientation, orientationSource }) =>
      orientation >= 2 && orientation <= 8
        ? `Orientation is ${orientation} (${orientationSource}), only 1 is taken; turn the pixels and remove the tag`
        : undefined,
  },
  {
    code: 'IMAGE_ORIENTATION_INVALID',
    path: ['orientation'],
    test: ({ orientation, orientationSource }) =>
      orientation < 1 || orientation > 8
        ? `Orientation is ${orientation} (${orientationSource}), valid are 1 to 8; remove the tag`
        : undefined,
  },
  {
    code: 'IMAGE_EXTENSION_MISMATCH',
    path: ['name'],
    test: ({ format }, { name }) => mismatch(format, name),
  },
  {
    code: 'IMAGE_ANIMATED',
    path: ['animated'],
    test: ({ animated }) =>
      animated
        ? 'Image has several frames, and which of them is searched is not documented; save the best one alone'
        : undefined,
  },
  {
    code: 'IMAGE_UNUSUAL_VARIANT',
    path: ['variant'],
    test: ({ format, variant }) =>
      variant !== null
        ? `Variant of ${format} is ${variant}, and whether it is taken is not documented; save it as a plain image`
        : undefined,
  },
  {
    code: 'IMAGE_REGION_OUTSIDE',
    path: ['region'],
    test: ({ width, height }, { region }) =>
      region !== undefined && (region.x2 > width || region.y2 > height)
        ? `Region ends at (${region.x2}, ${region.y2}), the image has ${width} × ${height} px; correct the Region`
        : undefined,
  },
] as const satisfies readonly Check<ImageFacts>[];

export const checkSize = (bytes: number, context: RuleContext): readonly ImageIssue[] =>
  apply(SIZE_CHECKS, bytes, context);

export const checkFacts = (facts: ImageFacts, context: RuleContext): readonly ImageIssue[] =>
  apply(FACT_CHECKS, facts, context);

/** What is wrong with another name that an image is to have, such as its name in a bucket. */
export function checkName({ format }: ImageFacts, name: string): ImageIssue[] {
  const message = mismatch(format, name);
  return message === undefined ? [] : [imageIssue('IMAGE_EXTENSION_MISMATCH', ['name'], message)];
}

function mismatch(format: ImageFacts['format'], name: string | null): string | undefined {
  const extension = extensionOf(name);
  const fitting: readonly string[] = FORMATS[format].extensions;
  return extension !== null && !fitting.includes(extension)
    ? `Extension is .${extension}, the bytes are ${format}; rename the file to .${fitting[0]} or convert the image`
    : undefined;
}

/** The limits are inclusive, and hold for the sides as stored. */
function sideChecks(side: 'width' | 'height'): Check<ImageFacts>[] {
  const name = side === 'width' ? 'Width' : 'Height';
  return [
    {
      code: 'IMAGE_SIDE_TOO_SHORT',
      path: [side],
      test: (facts, { limits: { minSide } }) =>
        facts[side] < minSide
          ? `${name} is ${facts[side]} px, least is ${minSide}; supply a larger image`
          : undefined,
    },
    {
      code: 'IMAGE_SIDE_TOO_LONG',
      path: [side],
      test: (facts, { limits: { maxSide } }) =>
        facts[side] > maxSide
          ? `${name} is ${facts[side]} px, limit is ${maxSide}; scale it down`
          : undefined,
    },
  ];
}

const NONE: readonly ImageIssue[] = [];

function apply<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  context: RuleContext,
): readonly ImageIssue[] {
  let issues: ImageIssue[] | undefined;
  for (const { code, path, test } of checks) {
    const message = test(subject, context);
    if (message === undefined) continue;
    issues ??= [];
    issues.push(imageIssue(code, path, message));
  }
  return issues ?? NONE;
}
