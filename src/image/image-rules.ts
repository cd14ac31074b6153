import type { Issue } from '../shared/errors/issue.ts';
import { OTHER_EXTENSIONS } from '../shared/model/image-extensions.ts';
import { REGION_INSIDE, type Region, whyOutside } from '../shared/model/region.ts';
import { extensionOf, FORMATS, formatOfName } from './formats/image-formats.ts';
import type { ImageFacts } from './image-facts.ts';
import type { ImageIssueCode } from './image-issue-code.ts';
import type { ImageLimits } from './image-limits.ts';

/** One thing that can be wrong with an image. */
export interface ImageRule {
  /** An error keeps an image out; a warning lets it in and says what no document settles. */
  readonly severity: Issue['severity'];
  /** What is wrong, in a sentence. */
  readonly means: string;
  /** The document that says so; ours where none does. */
  readonly source: string;
}

/** What the rules need to know beside the image. */
export interface RuleContext {
  /** Null for an image without one. */
  readonly name: string | null;
  readonly limits: ImageLimits;
  readonly megabitsPerSecond: number | undefined;
  /** Whether a JPEG without its end marker is refused although its picture is whole. */
  readonly strictEnds: boolean;
  readonly region: Region | undefined;
}

/** What is wrong, with the value, the limit and the remedy, or undefined. */
export type ImageTest<Subject> = (subject: Subject, context: RuleContext) => string | undefined;

/** A rule with its tests, by the fact that an issue is about. A rule without any is found while the image is read. */
export interface TestedImageRule extends ImageRule {
  /** Asked of the file's size alone, in bytes: it holds for files that are not read. */
  readonly ofSize?: Readonly<Record<string, ImageTest<number>>> | undefined;
  readonly ofFacts?: Readonly<Record<string, ImageTest<ImageFacts>>> | undefined;
}

const UPLOAD_IMAGES = 'help page "Upload images" (125155), Mar 08 2024';
const ADD_IMAGE = '`AddImage`, API 2020-12-14';
const NONE = 'no document';
/** The service gives up an image that takes longer ("Upload images"; TimeoutForTransferImage of "Error codes"). */
const MOST_SECONDS = 5;

const END_MISSING = 'Picture is whole, but no end-of-image marker follows it; save it again';

/** Every rule about an image: `IMAGE_RULES` and, for `check-image.ts`, the tests. Issues come in this order. */
export const TESTED_IMAGE_RULES = {
  IMAGE_MISSING: { severity: 'error', means: 'There is no such file, object or page', source: '' },
  IMAGE_UNREADABLE: {
    severity: 'error',
    means: 'Reading failed, with the code of the system, of OSS or of HTTP',
    source: '',
  },
  IMAGE_EMPTY: { severity: 'error', means: 'It has 0 bytes', source: '' },
  IMAGE_FORMAT_UNSUPPORTED: {
    severity: 'error',
    means: 'It is none of PNG, JPEG, BMP, GIF, WebP, TIFF and PPM; the message says what it is',
    source: UPLOAD_IMAGES,
  },
  IMAGE_TRUNCATED: {
    severity: 'error',
    means: 'It ends before what its header announces',
    source: `${UPLOAD_IMAGES}: an image in one of its formats, which this is not`,
    ofFacts: {
      bytes: ({ endMissing }, { strictEnds }) => (endMissing && strictEnds ? END_MISSING : undefined),
    },
  },
  IMAGE_END_MISSING: {
    severity: 'warning',
    means: 'A JPEG without its end marker whose picture is whole; with `strictEnds` it is `IMAGE_TRUNCATED`',
    source: `${NONE} says whether it is taken; most decoders show it`,
    ofFacts: {
      bytes: ({ endMissing }, { strictEnds }) => (endMissing && !strictEnds ? END_MISSING : undefined),
    },
  },
  IMAGE_CORRUPT: {
    severity: 'error',
    means: 'It contradicts itself or its format',
    source: `${UPLOAD_IMAGES}: an image in one of its formats, which this is not`,
  },
  IMAGE_DAMAGED: {
    severity: 'error',
    means: 'With `decode` alone: its pixels cannot be decoded; the message has what the decoder said',
    source: `${UPLOAD_IMAGES}: an image in one of its formats, which this is not`,
  },
  IMAGE_NOT_DECODED: {
    severity: 'warning',
    means:
      'With `decode` alone: nothing here decodes this kind of its format, so that its pixels were not checked',
    source: `${NONE} says whether it is taken`,
  },
  IMAGE_TOO_LARGE: {
    severity: 'error',
    means: 'It has more bytes than the limit below',
    source: `${UPLOAD_IMAGES}: 4 MB; "Error codes" (66619): 4 * 1024 * 1024`,
    ofSize: {
      bytes: (bytes, { limits: { maxBytes } }) =>
        bytes > maxBytes
          ? `Size is ${bytes} bytes, limit is ${maxBytes}; save it with stronger compression or fewer pixels`
          : undefined,
    },
  },
  IMAGE_SIDE_TOO_SHORT: {
    severity: 'error',
    means: 'Width or height is below the limit below',
    source: `${UPLOAD_IMAGES}; ${ADD_IMAGE}`,
    ofFacts: { width: tooShort('width'), height: tooShort('height') },
  },
  IMAGE_SIDE_TOO_LONG: {
    severity: 'error',
    means: 'Width or height is above the limit below',
    source: `${UPLOAD_IMAGES}; ${ADD_IMAGE}`,
    ofFacts: { width: tooLong('width'), height: tooLong('height') },
  },
  IMAGE_SIDES_UNCERTAIN: {
    severity: 'warning',
    means: 'The screen of a GIF and its first frame have other sides, and one of the two breaks a limit',
    source: `${NONE} says which of them counts`,
    ofFacts: {
      width: (facts, { limits }) =>
        facts.firstFrame !== null && fits(facts, limits) !== fits(facts.firstFrame, limits)
          ? `Screen is ${showSides(facts)} px, its first frame ${showSides(facts.firstFrame)}, and only one of them keeps the limits of ${limits.minSide} to ${limits.maxSide} px; save it anew`
          : undefined,
    },
  },
  IMAGE_ROTATED: {
    severity: 'error',
    means: 'Its orientation is 2 to 8: EXIF in JPEG, PNG (eXIf, raw profile) and WebP, tag 274 of TIFF',
    source: `${UPLOAD_IMAGES}: it "cannot contain rotation settings"; no document says whether that is so outside JPEG`,
    ofFacts: {
      orientation: ({ orientation, orientationSource }) =>
        orientation >= 2 && orientation <= 8
          ? `Orientation is ${orientation} (${orientationSource}), only 1 is taken; turn the pixels and remove the tag`
          : undefined,
    },
  },
  IMAGE_ORIENTATION_INVALID: {
    severity: 'warning',
    means: 'Its orientation has a value that means nothing: 0, or above 8',
    source: `${NONE} says whether that counts as rotation`,
    ofFacts: {
      orientation: ({ orientation, orientationSource }) =>
        orientation < 1 || orientation > 8
          ? `Orientation is ${orientation} (${orientationSource}), valid are 1 to 8; remove the tag`
          : undefined,
    },
  },
  IMAGE_ORIENTATION_IN_XMP: {
    severity: 'warning',
    means: 'XMP alone says an orientation of 2 to 8: some decoders turn it, most do not',
    source: `${NONE} says whether that counts as rotation`,
    ofFacts: {
      orientation: ({ xmpOrientation }) =>
        xmpOrientation !== null && xmpOrientation >= 2 && xmpOrientation <= 8
          ? `Orientation is ${xmpOrientation} in XMP alone, by which some decoders turn the image and most do not; remove it, or turn the pixels`
          : undefined,
    },
  },
  IMAGE_EXTENSION_MISMATCH: {
    severity: 'error',
    means: 'The extension of its name says another format than its bytes: `.png` or `.avif` on a JPEG',
    source: `${NONE} says what happens then; our caution`,
    ofFacts: { name: ({ format }, { name }) => extensionMismatch(format, name) },
  },
  IMAGE_EXTENSION_UNKNOWN: {
    severity: 'warning',
    means: 'The extension of its name says no format, such as `.red` or `.jpg!w300`',
    source: `${UPLOAD_IMAGES}: the name needs an extension; ${NONE} says which`,
    ofFacts: { name: ({ format }, { name }) => extensionUnknown(format, name) },
  },
  IMAGE_ANIMATED: {
    severity: 'warning',
    means: 'It has several frames',
    source: `${NONE} says which of them is searched`,
    ofFacts: {
      animated: ({ animated }) =>
        animated
          ? 'Image has several frames, and which of them is searched is not documented; save the best one alone'
          : undefined,
    },
  },
  IMAGE_UNUSUAL_VARIANT: {
    severity: 'warning',
    means: 'An unusual kind of its format, such as BigTIFF, MPO, P1 to P5, CMYK, 16-bit',
    source: `${NONE} says whether it is taken`,
    ofFacts: {
      variant: ({ format, variant }) =>
        variant !== null
          ? `Variant of ${format} is ${variant}, and whether it is taken is not documented; save it as a plain image`
          : undefined,
    },
  },
  IMAGE_TOO_SLOW: {
    severity: 'warning',
    means: 'At the speed given as `megabitsPerSecond` it takes longer than 5 s to transfer',
    source: `${UPLOAD_IMAGES}: 5 seconds; no document says at what speed the service reads`,
    ofSize: {
      bytes: (bytes, { megabitsPerSecond }) => {
        if (megabitsPerSecond === undefined) return undefined;
        const seconds = (bytes * 8) / (megabitsPerSecond * 1e6);
        return seconds > MOST_SECONDS
          ? `Size is ${bytes} bytes, which take ${seconds.toFixed(1)} s at ${megabitsPerSecond} Mbit/s, limit is ${MOST_SECONDS}; save it with stronger compression`
          : undefined;
      },
    },
  },
  IMAGE_REGION_OUTSIDE: {
    severity: 'error',
    means: 'The Region given for it reaches beyond its sides',
    source: REGION_INSIDE,
    ofFacts: {
      region: (facts, { region }) => {
        const why = region && whyOutside(region, facts);
        return why && `Region ends at (${region.x2}, ${region.y2}): ${why}; correct the Region`;
      },
    },
  },
} as const satisfies Readonly<Record<ImageIssueCode, TestedImageRule>>;

/** Every code an image can get, how grave it is, and why. */
export const IMAGE_RULES = Object.fromEntries(
  Object.entries<ImageRule>(TESTED_IMAGE_RULES).map(([code, { severity, means, source }]) => [
    code,
    { severity, means, source },
  ]),
) as Readonly<Record<ImageIssueCode, ImageRule>>;

/** Why a name does not fit the format of the bytes; a name without an extension, or with one that says no format, fits all. */
export function extensionMismatch(format: ImageFacts['format'], name: string | null): string | undefined {
  const extension = extensionOf(name);
  const means = formatOfName(name);
  const isOther = means === null ? OTHER_EXTENSIONS.includes(extension ?? '') : means !== format;
  return isOther
    ? `Extension is .${extension}, the bytes are ${format}; rename the file to .${FORMATS[format].extensions[0]} or convert the image`
    : undefined;
}

function extensionUnknown(format: ImageFacts['format'], name: string | null): string | undefined {
  const extension = extensionOf(name);
  return extension !== null && formatOfName(name) === null && !OTHER_EXTENSIONS.includes(extension)
    ? `Extension is .${extension}, which says no format, the bytes are ${format}; rename the file to .${FORMATS[format].extensions[0]}`
    : undefined;
}

/** The limits are inclusive, and hold for the sides as stored. A GIF is refused only when its first frame breaks one, too. */
function tooShort(side: 'width' | 'height'): ImageTest<ImageFacts> {
  return (facts, { limits }) =>
    facts[side] < limits.minSide && !frameFits(facts, limits)
      ? `${SIDES[side]} is ${facts[side]} px, least is ${limits.minSide}; supply a larger image`
      : undefined;
}

function tooLong(side: 'width' | 'height'): ImageTest<ImageFacts> {
  return (facts, { limits }) =>
    facts[side] > limits.maxSide && !frameFits(facts, limits)
      ? `${SIDES[side]} is ${facts[side]} px, limit is ${limits.maxSide}; scale it down`
      : undefined;
}

interface Sides {
  readonly width: number;
  readonly height: number;
}

const fits = ({ width, height }: Sides, { minSide, maxSide }: ImageLimits): boolean =>
  Math.min(width, height) >= minSide && Math.max(width, height) <= maxSide;

const frameFits = ({ firstFrame }: ImageFacts, limits: ImageLimits): boolean =>
  firstFrame !== null && fits(firstFrame, limits);

const showSides = ({ width, height }: Sides): string => `${width}×${height}`;

const SIDES = { width: 'Width', height: 'Height' };
