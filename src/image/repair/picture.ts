import type { RawPixels } from './decode/raw-pixels.ts';
import type { ImageRepairStep } from './repair-steps.ts';
import type { PictureSize } from './scaled-size.ts';

/** A picture decoded, in sRGB of 8 bits, its first frame alone, scaled into the limits; not yet turned. */
export interface Picture {
  readonly pixels: RawPixels;
  /** As messages name its format. */
  readonly format: string;
  /** Whether its pixels were coded with loss, so that a JPEG is its like. */
  readonly lossy: boolean;
  /** Whether it was stored in grey. */
  readonly grey: boolean;
  /** As it was stored. */
  readonly size: PictureSize;
  /** What decoding alone did. */
  readonly steps: readonly ImageRepairStep[];
}
