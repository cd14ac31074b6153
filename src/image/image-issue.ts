import type { Issue, Severity } from '../shared/issue.ts';

/** One thing that can be wrong with an image. */
export interface ImageRule {
  /** An error keeps an image out; a warning lets it in and says what no document settles. */
  readonly severity: Severity;
  readonly means: string;
  /** The document that says so; ours where none does. */
  readonly source: string;
}

const UPLOAD_IMAGES = 'help page "Upload images" (125155), Mar 08 2024';
const ADD_IMAGE = '`AddImage`, API 2020-12-14';
const NONE = 'no document';

/** Every code an image can get, how grave it is, and why. */
export const IMAGE_RULES = {
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
  },
  IMAGE_CORRUPT: {
    severity: 'error',
    means: 'It contradicts itself or its format',
    source: `${UPLOAD_IMAGES}: an image in one of its formats, which this is not`,
  },
  IMAGE_TOO_LARGE: {
    severity: 'error',
    means: 'It has more bytes than the limit below',
    source: `${UPLOAD_IMAGES}: 4 MB; "Error codes" (66619): 4 * 1024 * 1024`,
  },
  IMAGE_SIDE_TOO_SHORT: {
    severity: 'error',
    means: 'Width or height is below the limit below',
    source: `${UPLOAD_IMAGES}; ${ADD_IMAGE}`,
  },
  IMAGE_SIDE_TOO_LONG: {
    severity: 'error',
    means: 'Width or height is above the limit below',
    source: `${UPLOAD_IMAGES}; ${ADD_IMAGE}`,
  },
  IMAGE_ROTATED: {
    severity: 'error',
    means: 'Its orientation is 2 to 8: EXIF in JPEG, PNG (eXIf, raw profile) and WebP, tag 274 of TIFF',
    source: `${UPLOAD_IMAGES}: it "cannot contain rotation settings"; whether that is so outside JPEG is told nowhere`,
  },
  IMAGE_ORIENTATION_INVALID: {
    severity: 'warning',
    means: 'Its orientation has a value that means nothing: 0, or above 8',
    source: `${NONE} says whether that counts as rotation`,
  },
  IMAGE_EXTENSION_MISMATCH: {
    severity: 'error',
    means: 'The extension of its name says another format than its bytes: `.png` or `.avif` on a JPEG',
    source: `${NONE} says what happens then; our caution`,
  },
  IMAGE_ANIMATED: {
    severity: 'warning',
    means: 'It has several frames',
    source: `${NONE} says which of them is searched`,
  },
  IMAGE_UNUSUAL_VARIANT: {
    severity: 'warning',
    means: 'An unusual kind of its format, such as BigTIFF, MPO, P1 to P5, CMYK, 16-bit',
    source: `${NONE} says whether it is taken`,
  },
  IMAGE_TOO_SLOW: {
    severity: 'warning',
    means: 'At the speed given as `megabitsPerSecond` it takes longer than 5 s to transfer',
    source: `${UPLOAD_IMAGES}: 5 seconds; what speed the service reads with is told nowhere`,
  },
  IMAGE_REGION_OUTSIDE: {
    severity: 'error',
    means: 'The Region given for it reaches beyond its sides',
    source: `${UPLOAD_IMAGES}: (x2, y2) is the lower right corner; InvalidRegion of "Error codes" (66619)`,
  },
} as const satisfies Readonly<Record<string, ImageRule>>;

export type ImageIssueCode = keyof typeof IMAGE_RULES;

export type ImageIssue = Issue<ImageIssueCode>;

export const imageIssue = (code: ImageIssueCode, path: Issue['path'], message: string): ImageIssue => ({
  code,
  severity: IMAGE_RULES[code].severity,
  path,
  message,
});
