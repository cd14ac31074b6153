import { TURNS } from '../../image/repair/turn-upright.ts';
import type { Region } from '../../shared/model/region.ts';

interface Sides {
  readonly width: number;
  readonly height: number;
}

/**
 * Where the Region of an image is after its repair: turned and scaled down as the image was, and no smaller than what it
 * covered.
 *
 * @param orientation the one that the pixels were turned by; 1 when they were not turned
 */
export function repairedRegion(region: Region, before: Sides, after: Sides, orientation: number): Region {
  const turn = TURNS[orientation];
  if (turn === undefined) return scaledRegion(region, before, after);
  const { width, height } = before;
  const [x, y] = turn.to(region.x1, region.y1, width, height);
  const [otherX, otherY] = turn.to(region.x2 - 1, region.y2 - 1, width, height); // the last pixel inside
  const turned = {
    ...{ x1: Math.min(x, otherX), x2: Math.max(x, otherX) + 1 },
    ...{ y1: Math.min(y, otherY), y2: Math.max(y, otherY) + 1 },
  };
  return scaledRegion(turned, turn.swapsSides ? { width: height, height: width } : before, after);
}

const scaledRegion = ({ x1, x2, y1, y2 }: Region, from: Sides, to: Sides): Region => ({
  x1: Math.floor((x1 * to.width) / from.width),
  x2: Math.ceil((x2 * to.width) / from.width),
  y1: Math.floor((y1 * to.height) / from.height),
  y2: Math.ceil((y2 * to.height) / from.height),
});
