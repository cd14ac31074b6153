import type { ImageFacts } from './image-facts.ts';
import { extensionOf, FORMATS } from './image-formats.ts';
import { type ImageIssue, type ImageIssueCode, imageIssue } from './image-issue.ts';
import type { ImageLimits } from './image-limits.ts';

export interface RuleContext {
  readonly name: string | null;
  readonly limits: ImageLimits;
}

interface ImageRule<Subject> {
  readonly code: ImageIssueCode;
  readonly path: ImageIssue['path'];
  /** What is wrong, or undefined. */
  readonly test: (subject: Subject, context: RuleContext) => string | undefined;
}

/** Needs the size alone, so it holds for files that are not read. */
const FILE_RULES = [
  {
    code: 'IMAGE_TOO_LARGE',
    path: ['bytes'],
    test: (bytes, { limits: { maxBytes } }) =>
      bytes > maxBytes
        ? `Size is ${bytes} bytes, limit is ${maxBytes}; save it with stronger compression or fewer pixels`
        : undefined,
  },
] as const satisfies readonly ImageRule<number>[];

const FACT_RULES = [
  ...sideRules('width'),
  ...sideRules('height'),
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
] as const satisfies readonly ImageRule<ImageFacts>[];

export const checkSize = (bytes: number, context: RuleContext): ImageIssue[] =>
  apply(FILE_RULES, bytes, context);

/** What is wrong with another name that an image is to have, such as its name in a bucket. */
export function checkName({ format }: ImageFacts, name: string): ImageIssue[] {
  const message = mismatch(format, name);
  return message === undefined ? [] : [imageIssue('IMAGE_EXTENSION_MISMATCH', ['name'], message)];
}

export const checkFacts = (facts: ImageFacts, context: RuleContext): ImageIssue[] =>
  apply(FACT_RULES, facts, context);

function mismatch(format: ImageFacts['format'], name: string | null): string | undefined {
  const extension = extensionOf(name);
  const fitting: readonly string[] = FORMATS[format].extensions;
  return extension !== null && !fitting.includes(extension)
    ? `Extension is .${extension}, the bytes are ${format}; rename the file to .${fitting[0]} or convert the image`
    : undefined;
}

/** The limits are inclusive, and hold for the sides as stored. */
function sideRules(side: 'width' | 'height'): ImageRule<ImageFacts>[] {
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

function apply<Subject>(
  rules: readonly ImageRule<Subject>[],
  subject: Subject,
  context: RuleContext,
): ImageIssue[] {
  return rules.flatMap(({ code, path, test }) => {
    const message = test(subject, context);
    return message === undefined ? [] : [imageIssue(code, path, message)];
  });
}
