/** Qualities of JPEG that are tried: above it grows for nothing, below it shows. */
export const QUALITIES = { least: 50, greatest: 95 } as const;

/** The best that fits, or null; `leastBytes` is then what the least quality took. */
export interface BestFitting {
  readonly fitting: { readonly image: Uint8Array; readonly quality: number } | null;
  readonly leastBytes: number;
}

/**
 * The highest quality whose image has at most `maxBytes`. A quality between the ends is looked for by halving, so it
 * encodes at most eight times.
 */
export async function bestFitting(
  encode: (quality: number) => Promise<Uint8Array>,
  maxBytes: number,
): Promise<BestFitting> {
  const best = await encode(QUALITIES.greatest);
  if (best.length <= maxBytes) {
    return { fitting: { image: best, quality: QUALITIES.greatest }, leastBytes: best.length };
  }
  const least = await encode(QUALITIES.least);
  if (least.length > maxBytes) return { fitting: null, leastBytes: least.length };
  let fitting = { image: least, quality: QUALITIES.least as number };
  let tooGreat: number = QUALITIES.greatest;
  while (tooGreat - fitting.quality > 1) {
    const quality = Math.floor((tooGreat + fitting.quality) / 2);
    const image = await encode(quality);
    if (image.length <= maxBytes) fitting = { image, quality };
    else tooGreat = quality;
  }
  return { fitting, leastBytes: least.length };
}
