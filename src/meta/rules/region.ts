/**
 * The subject area of an image, in pixels of the image as stored. (x1, y1) is the upper left corner, (x2, y2) the
 * lower right one. On the wire it is `x1,x2,y1,y2` (help page "Upload images", Mar 08 2024): both x before both y.
 */
export interface Region {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

/** What the wire string looks like: four integers of up to nine digits. */
export const REGION_WIRE = /^([0-9]{1,9}),([0-9]{1,9}),([0-9]{1,9}),([0-9]{1,9})$/;

/** The region that a wire string `x1,x2,y1,y2` names, or undefined when it is not four non-negative integers. */
export function parseRegion(wire: string): Region | undefined {
  const found = REGION_WIRE.exec(wire);
  if (found === null) return undefined;
  const [x1, x2, y1, y2] = found.slice(1).map(Number) as [number, number, number, number];
  return { x1, x2, y1, y2 };
}

/** The wire string of a region: `x1,x2,y1,y2`. */
export const formatRegion = ({ x1, x2, y1, y2 }: Region): string => `${x1},${x2},${y1},${y2}`;
