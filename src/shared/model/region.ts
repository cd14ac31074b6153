/**
 * The subject area of an image, in pixels of the image as stored. (x1, y1) is the upper left corner, (x2, y2) the
 * lower right one. In files and requests it is written `x1,x2,y1,y2` (help page "Upload images", Mar 08 2024): both x before both y.
 */
export interface Region {
  /** Of the left edge, in px from the left. */
  readonly x1: number;
  /** Of the right edge, in px from the left. */
  readonly x2: number;
  /** Of the upper edge, in px from the top. */
  readonly y1: number;
  /** Of the lower edge, in px from the top. */
  readonly y2: number;
}

/** The document about the place of a Region. (x2, y2) is a corner between pixels, so that it may be (width, height). */
export const REGION_INSIDE =
  'help page "Upload images", Mar 08 2024: (x2, y2) is the lower right corner; InvalidRegion of "Error codes" (66619)';

/** Why a Region lies outside an image of this size, in pixels as stored; undefined when it lies inside. */
export const whyOutside = (
  { x2, y2 }: Region,
  { width, height }: { readonly width: number; readonly height: number },
): string | undefined =>
  x2 > width || y2 > height
    ? `the image has ${width} × ${height} pixels, so x2 is at most ${width} and y2 at most ${height}`
    : undefined;
