import { CorruptImage, TruncatedImage, UnsupportedImage } from './bad-image.ts';
import type { ImageBytes } from './image-bytes.ts';
import type { ImageFacts, ImageFormat } from './image-facts.ts';
import { FORMATS, formatOf } from './image-formats.ts';
import { type ImageIssue, imageIssue } from './image-issue.ts';
import { describeUnsupported, nameFormat } from './name-format.ts';

/** What the bytes say: the facts if the header could be read, and what was in the way. */
export interface Inspection {
  readonly facts: ImageFacts | null;
  readonly issues: readonly ImageIssue[];
}

/** Throws `NeedBytes` and nothing else. Waits only to name a format that is refused. */
export async function inspect(bytes: ImageBytes): Promise<Inspection> {
  if (bytes.size === 0) {
    return refused(imageIssue('IMAGE_EMPTY', ['bytes'], 'Size is 0 bytes; supply the image again'));
  }
  const format = formatOf(bytes);
  if (format === null) return refused(describeUnsupported(await nameFormat(bytes)));
  try {
    const { truncated, ...header } = FORMATS[format].read(bytes);
    const facts: ImageFacts = { format, bytes: bytes.size, ...header };
    return { facts, issues: truncated === null ? [] : [truncatedIssue(format, truncated)] };
  } catch (error) {
    return refused(issueOf(error, format));
  }
}

const refused = (issue: ImageIssue): Inspection => ({ facts: null, issues: [issue] });

function issueOf(error: unknown, format: ImageFormat): ImageIssue {
  if (error instanceof TruncatedImage) return truncatedIssue(format, error.message);
  if (error instanceof CorruptImage) {
    return imageIssue(
      'IMAGE_CORRUPT',
      [],
      `Image is not a valid ${format}: ${error.message}; save or export it again`,
    );
  }
  if (error instanceof UnsupportedImage) {
    return describeUnsupported({ name: error.message, width: error.width, height: error.height });
  }
  throw error;
}

const truncatedIssue = (format: ImageFormat, reason: string): ImageIssue =>
  imageIssue(
    'IMAGE_TRUNCATED',
    ['bytes'],
    `Image ends too early for a ${format}: ${reason}; supply the whole file`,
  );
