import { FORMATS, formatOf } from '../formats/image-formats.ts';
import { mangledBy } from '../formats/mistaken-file.ts';
import { describeUnsupported } from '../formats/unsupported-format.ts';
import { CorruptImage, TruncatedImage, UnsupportedImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { factsOf } from '../header/image-header.ts';
import type { ImageFacts, ImageFormat } from '../image-facts.ts';
import { type ImageIssue, imageIssue } from '../image-issue.ts';

/** The facts, if the header could be read, and the issues. */
export interface Inspection {
  readonly facts: ImageFacts | null;
  readonly issues: readonly ImageIssue[];
}

/** Null for a format that is not accepted. Throws nothing but `NeedBytes`. */
export function inspect(bytes: ImageBytes): Inspection | null {
  if (bytes.isEmpty) {
    return refused(imageIssue('IMAGE_EMPTY', ['bytes'], 'Size is 0 bytes; supply the image again'));
  }
  const format = formatOf(bytes);
  if (format === null) return null;
  try {
    const header = FORMATS[format].read(bytes);
    return { facts: factsOf(format, bytes.size, header), issues: issuesOf(bytes, format, header.truncated) };
  } catch (error) {
    return refused(issueOf(bytes, error, format));
  }
}

export const refused = (issue: ImageIssue): Inspection => ({ facts: null, issues: [issue] });

const issuesOf = (bytes: ImageBytes, format: ImageFormat, truncated: string | null) =>
  truncated === null ? NO_ISSUES : [truncatedIssue(bytes, format, truncated)];

const NO_ISSUES: readonly ImageIssue[] = [];

function issueOf(bytes: ImageBytes, error: unknown, format: ImageFormat): ImageIssue {
  if (error instanceof TruncatedImage) return truncatedIssue(bytes, format, error.message);
  if (error instanceof CorruptImage) {
    const remedy = mangledBy(bytes) ?? 'save or export it again';
    return imageIssue('IMAGE_CORRUPT', [], `Image is not a valid ${format}: ${error.message}; ${remedy}`);
  }
  if (error instanceof UnsupportedImage) {
    return describeUnsupported({ name: error.message, width: error.width, height: error.height });
  }
  throw error;
}

function truncatedIssue(bytes: ImageBytes, format: ImageFormat, reason: string): ImageIssue {
  const remedy = mangledBy(bytes) ?? 'supply the whole file';
  return imageIssue(
    'IMAGE_TRUNCATED',
    ['bytes'],
    `Image ends too early for a ${format}: ${reason}; ${remedy}`,
  );
}
