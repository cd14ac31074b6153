import type { RawPixels } from './decode/raw-pixels.ts';

interface Turn {
  /** What is done, as a message says it. */
  readonly does: string;
  readonly swapsSides: boolean;
  /** Where the pixel x, y of a picture of w × h px goes. */
  readonly to: (x: number, y: number, w: number, h: number) => readonly [number, number];
}

/** The turn that makes a picture upright, by its orientation (tag 274 of TIFF 6.0). */
export const TURNS: Readonly<Record<number, Turn>> = {
  2: { does: 'mirrored left to right', swapsSides: false, to: (x, y, w) => [w - 1 - x, y] },
  3: { does: 'turned by 180°', swapsSides: false, to: (x, y, w, h) => [w - 1 - x, h - 1 - y] },
  4: { does: 'mirrored top to bottom', swapsSides: false, to: (x, y, _, h) => [x, h - 1 - y] },
  5: { does: 'mirrored along the falling diagonal', swapsSides: true, to: (x, y) => [y, x] },
  6: { does: 'turned by 90° clockwise', swapsSides: true, to: (x, y, _, h) => [h - 1 - y, x] },
  7: {
    does: 'mirrored along the rising diagonal',
    swapsSides: true,
    to: (x, y, w, h) => [h - 1 - y, w - 1 - x],
  },
  8: { does: 'turned by 90° counterclockwise', swapsSides: true, to: (x, y, w) => [y, w - 1 - x] },
};

/** The picture as it is meant to be seen. Pixels change their places and keep their values. */
export function turnUpright(pixels: RawPixels, orientation: number): RawPixels {
  const turn = TURNS[orientation];
  if (turn === undefined) return pixels;
  const { data, channels, width: w, height: h } = pixels;
  const [width, height] = turn.swapsSides ? [h, w] : [w, h];
  const target = new Uint8Array(data.length);
  const place = (x: number, y: number): number => {
    const [toX, toY] = turn.to(x, y, w, h);
    return (toY * width + toX) * channels;
  };
  // A turn is linear: one step to the right is the same step in the target everywhere.
  const step = w > 1 ? place(1, 0) - place(0, 0) : 0;
  for (let y = 0, from = 0; y < h; y++) {
    for (let x = 0, to = place(0, y); x < w; x++, to += step) {
      for (let i = 0; i < channels; i++) target[to + i] = data[from++] as number;
    }
  }
  return { data: target, width, height, channels };
}
