import type { Issue } from '../../shared/errors/issue.ts';
import type { ServiceType } from '../../shared/model/service-type.ts';
import type { OptionNames } from '../../shared/options/known-options.ts';
import type { ImageFormat } from '../image-facts.ts';
import type { ImageIssueCode } from '../image-issue-code.ts';
import type { LIMITS_EDITIONS } from '../image-limits.ts';
import type { ImageVerdict } from '../image-validator.ts';
import type { RepairIssueCode } from './repair-issue.ts';

/** What `repairImage` takes. A misspelt name is an error. */
export interface RepairImageOptions {
  /** The kind of instance the image is for; it decides the limits of `IMAGE_LIMITS`. @default 'product' */
  readonly serviceType?: ServiceType | undefined;
  /** Whose limits hold: today's, or the narrower ones of 2020. @default 'current' */
  readonly limits?: (typeof LIMITS_EDITIONS)[number] | undefined;
  /** What to call the image; its extension is compared with the bytes. @default the path, or the name of a File */
  readonly name?: string | undefined;
  /**
   * Whether an image with warnings alone, such as a CMYK or an animated one, is repaired or left as it is.
   *
   * @default 'repair'
   */
  readonly warnings?: 'repair' | 'leave' | undefined;
  /** The largest source that is read, in bytes. @default 268_435_456 */
  readonly maxInputBytes?: number | undefined;
  /** The largest picture that is decoded, in pixels; decoding takes up to 8 bytes of memory for each. @default 268_402_689 */
  readonly maxPixels?: number | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

export const REPAIR_OPTIONS: OptionNames<RepairImageOptions> = {
  ...{ serviceType: true, limits: true, name: true, warnings: true, maxInputBytes: true, maxPixels: true },
  signal: true,
};

/** The result of a repair, and whether Image Search would take the image now. */
export interface ImageRepair {
  /** True when Image Search would take `image`: the same as `after.ok`. */
  readonly ok: boolean;
  /** The image to use. Where nothing was changed, the very bytes of the source; null when none could be made. */
  readonly image: Uint8Array | null;
  /** The name with the extension that fits; null for bytes without one. */
  readonly name: string | null;
  /** Format of `image`; null when there is no image. */
  readonly format: ImageFormat | null;
  /** The extension of `name` where it fits, else the common one, such as `jpg`; without the dot. Null when there is no image. */
  readonly extension: string | null;
  /**
   * How deep the repair went. `name`: the same bytes under another name. `lossless`: other bytes, and every pixel of the
   * first picture keeps its value, if perhaps turned. `pixels`: values of pixels change.
   */
  readonly changed: 'nothing' | 'name' | 'lossless' | 'pixels';
  /** What was done, in order; empty when nothing was done. */
  readonly steps: readonly {
    /** Stable: programs may branch on the code. */
    readonly code:
      | 'IMAGE_REPAIRED_NAME'
      | 'IMAGE_REPAIRED_ORIENTATION'
      | 'IMAGE_REPAIRED_END'
      | 'IMAGE_REPAIRED_EXTRAS'
      | 'IMAGE_REPAIRED_FRAMES'
      | 'IMAGE_REPAIRED_TURN'
      | 'IMAGE_REPAIRED_FORMAT'
      | 'IMAGE_REPAIRED_PACKING'
      | 'IMAGE_REPAIRED_BITS'
      | 'IMAGE_REPAIRED_COLOURS'
      | 'IMAGE_REPAIRED_TRANSPARENCY'
      | 'IMAGE_REPAIRED_SIZE'
      | 'IMAGE_REPAIRED_QUALITY';
    /** For people: the values before and after. The wording may change. */
    readonly message: string;
  }[];
  /** The verdict on the image as it was. */
  readonly before: ImageVerdict;
  /** The verdict on `image` under `name`; null when there is no image. */
  readonly after: ImageVerdict | null;
  /** What is still wrong with `image`; without an image, why there is none. */
  readonly issues: readonly Issue<ImageIssueCode | RepairIssueCode>[];
}
