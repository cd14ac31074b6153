import type { OptionNames } from '../../shared/known-options.ts';
import type { ServiceType } from '../../shared/service-type.ts';
import type { ImageFormat } from '../image-facts.ts';
import type { LimitsEdition } from '../image-limits.ts';
import type { ImageVerdict } from '../image-validator.ts';
import type { RepairIssue } from './repair-issue.ts';
import type { ImageRepairStep, RepairDepth } from './repair-steps.ts';

export interface RepairImageOptions {
  /** The kind of instance the image is for; it decides the limits of `IMAGE_LIMITS`. @default 'product' */
  readonly serviceType?: ServiceType | undefined;
  /** Whose limits hold: today's, or the narrower ones of 2020. @default 'current' */
  readonly limits?: LimitsEdition | undefined;
  /** What to call the image; its extension is compared with the bytes. @default the path, or the name of a File */
  readonly name?: string | undefined;
  /**
   * Whether an image with warnings alone, such as a CMYK or an animated one, is repaired or left as it is.
   *
   * @default 'repair'
   */
  readonly warnings?: 'repair' | 'leave' | undefined;
  /** Greatest source that is read, in bytes. @default 268_435_456 */
  readonly maxInputBytes?: number | undefined;
  /** Greatest picture that is decoded, in pixels; decoding takes up to 8 bytes of memory for each. @default 268_402_689 */
  readonly maxPixels?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const REPAIR_OPTIONS: OptionNames<RepairImageOptions> = {
  serviceType: true,
  limits: true,
  name: true,
  warnings: true,
  maxInputBytes: true,
  maxPixels: true,
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
  /** How deep the repair went. */
  readonly changed: RepairDepth;
  /** What was done, in order; empty when nothing was done. */
  readonly steps: readonly ImageRepairStep[];
  readonly before: ImageVerdict;
  /** The verdict on `image` under `name`; null when there is no image. */
  readonly after: ImageVerdict | null;
  /** What is still wrong with `image`; without an image, why there is none. */
  readonly issues: readonly RepairIssue[];
}
