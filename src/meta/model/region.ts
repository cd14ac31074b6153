import type { Region } from '../../shared/model/region.ts';

export type { Region };

/** What the wire string looks like: four integers of up to nine digits. */
export const REGION_WIRE = /^([0-9]{1,9}),([0-9]{1,9}),([0-9]{1,9}),([0-9]{1,9})$/;

/**
 * The region that a wire string `x1,x2,y1,y2` names, or undefined when it is not four non-negative integers.
 *
 * @example
 * const region = parseRegion('10,210,20,220');
 * console.log(region?.x2);
 */
export function parseRegion(wire: string): Region | undefined {
  const found = REGION_WIRE.exec(wire);
  if (found === null) return undefined;
  const [x1, x2, y1, y2] = found.slice(1).map(Number) as [number, number, number, number];
  return { x1, x2, y1, y2 };
}

/** The wire string of a region: `x1,x2,y1,y2`. */
export const formatRegion = ({ x1, x2, y1, y2 }: Region): string => `${x1},${x2},${y1},${y2}`;
