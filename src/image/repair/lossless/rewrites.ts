import type { ImageFacts, ImageFormat } from '../../image-facts.ts';
import type { ImageIssue } from '../../image-issue.ts';
import type { ImageIssueCode } from '../../image-issue-code.ts';
import type { ImageLimits } from '../../image-limits.ts';
import { type ImageRepairCode, type ImageRepairStep, repairStep } from '../repair-steps.ts';
import { jpegWithEnd, jpegWithoutExif, jpegWithoutExtras, jpegWithoutPictures } from './rewrite-jpeg.ts';
import { pngWithoutExif, pngWithoutExtras, pngWithoutFrames } from './rewrite-png.ts';
import { tiffWithoutOrientation } from './rewrite-tiff.ts';
import { webpWithoutExif, webpWithoutExtras } from './rewrite-webp.ts';

interface Rewrite {
  /** The issue that it may resolve. */
  readonly of: ImageIssueCode;
  /** The variant it is for, of an `IMAGE_UNUSUAL_VARIANT`. */
  readonly variant?: string | undefined;
  readonly code: ImageRepairCode;
  /** By format; null when the file cannot be taken apart. The coded pixels stay as they are, byte for byte. */
  readonly by: Readonly<Partial<Record<ImageFormat, (bytes: Uint8Array) => Uint8Array | null>>>;
  readonly message: (facts: { readonly orientation: number }, before: number, after: number) => string;
}

export interface Rewritten {
  readonly image: Uint8Array;
  /** Null when the format is not accepted. */
  readonly format: ImageFormat | null;
  readonly steps: readonly ImageRepairStep[];
}

/** What can be repaired in a file without decoding its pixels, and so without sharp. */
const REWRITES: readonly Rewrite[] = [
  {
    of: 'IMAGE_END_MISSING',
    code: 'IMAGE_REPAIRED_END',
    by: { jpeg: jpegWithEnd },
    message: () => 'The end marker is added behind the last pixel',
  },
  {
    of: 'IMAGE_ORIENTATION_INVALID',
    code: 'IMAGE_REPAIRED_ORIENTATION',
    by: {
      jpeg: jpegWithoutExif,
      png: pngWithoutExif,
      webp: webpWithoutExif,
      tiff: tiffWithoutOrientation,
    },
    message: ({ orientation }) => `Orientation ${orientation} means nothing and is removed`,
  },
  {
    of: 'IMAGE_ANIMATED',
    code: 'IMAGE_REPAIRED_FRAMES',
    by: { png: pngWithoutFrames },
    message: () => 'The picture that every decoder shows is kept, the frames behind it go',
  },
  {
    of: 'IMAGE_UNUSUAL_VARIANT',
    variant: 'MPO',
    code: 'IMAGE_REPAIRED_FRAMES',
    by: { jpeg: jpegWithoutPictures },
    message: () => 'The first picture is kept, the others behind it go',
  },
  {
    of: 'IMAGE_TOO_LARGE',
    code: 'IMAGE_REPAIRED_EXTRAS',
    by: { jpeg: jpegWithoutExtras, png: pngWithoutExtras, webp: webpWithoutExtras },
    message: (_, before, after) =>
      `Metadata and what stands behind the picture go: ${before} bytes become ${after}`,
  },
];

/**
 * The file after every rewrite that its issues need; the same bytes when none applies. Exif with an orientation
 * stays, since turning the picture needs it. Metadata stay when the file would be too large without them, too.
 */
export function rewritten(
  bytes: Uint8Array,
  facts: ImageFacts | null,
  issues: readonly ImageIssue[],
  { maxBytes }: ImageLimits,
): Rewritten {
  if (facts === null) return { image: bytes, format: null, steps: [] };
  const codes = issues.map(({ code }) => code);
  const steps: ImageRepairStep[] = [];
  let image = bytes;
  for (const { of, variant = facts.variant, code, by, message } of REWRITES) {
    if (!codes.includes(of) || variant !== facts.variant) continue;
    if (of === 'IMAGE_TOO_LARGE' && (image.length <= maxBytes || codes.includes('IMAGE_ROTATED'))) continue;
    const next = by[facts.format]?.(image) ?? null;
    if (next === null || (of === 'IMAGE_TOO_LARGE' && next.length > maxBytes)) continue;
    steps.push(repairStep(code, message(facts, image.length, next.length)));
    image = next;
  }
  return { image, format: facts.format, steps };
}
