import type { ImageLimits } from '../image-limits.ts';
import { CannotRepair } from './repair-issue.ts';

export interface PictureSize {
  /** In px. */
  readonly width: number;
  /** In px. */
  readonly height: number;
}

/**
 * The size of a picture fitted into the limits, its ratio kept; the same where it fits already.
 *
 * @throws {CannotRepair} when a side is below the least, or would be.
 */
export function scaledSize({ width, height }: PictureSize, { minSide, maxSide }: ImageLimits): PictureSize {
  const scaled = scaledBy({ width, height }, Math.min(1, maxSide / Math.max(width, height)));
  const short = Math.min(scaled.width, scaled.height);
  if (short >= minSide) return scaled;
  const side = width < height ? 'width' : 'height';
  const name = width < height ? 'Width' : 'Height';
  const message =
    Math.min(width, height) < minSide
      ? `${name} is ${Math.min(width, height)} px, least is ${minSide}, and enlarging is never done; supply a larger image`
      : `Scaled down to ${maxSide} px its ${side} would be ${short} px, least is ${minSide}; crop it or supply another image`;
  throw new CannotRepair('IMAGE_REPAIR_TOO_SMALL', [side], message);
}

/** @throws {CannotRepair} when it has more than `maxPixels`. */
export function checkPixels({ width, height }: PictureSize, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  throw new CannotRepair(
    'IMAGE_REPAIR_TOO_MANY_PIXELS',
    ['width'],
    `The picture has ${width * height} pixels, at most ${maxPixels} are decoded; raise maxPixels or scale it down`,
  );
}

export const scaledBy = ({ width, height }: PictureSize, factor: number): PictureSize => ({
  width: Math.max(1, Math.round(width * factor)),
  height: Math.max(1, Math.round(height * factor)),
});

export const showSize = ({ width, height }: PictureSize): string => `${width}×${height} px`;
