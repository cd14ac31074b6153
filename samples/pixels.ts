/** Random numbers in [0, 1) that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Size {
  /** In px. */
  readonly width: number;
  /** In px. */
  readonly height: number;
}

const GRAIN = 64; // the noise repeats after so many pixels, which keeps drawing fast and files small

/** RGB rows of a picture that no other seed gives: a gradient between two colours with grain on it. */
export function drawPixels({ width, height }: Size, seed: number): Uint8Array {
  const random = seeded(seed);
  const from = Array.from({ length: 3 }, () => 16 + random() * 208);
  const to = Array.from({ length: 3 }, () => 16 + random() * 208);
  const grain = Uint8Array.from({ length: GRAIN * GRAIN }, () => random() * 16);
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = (x / width + y / height) / 2;
      const noise = grain[(y % GRAIN) * GRAIN + (x % GRAIN)] as number;
      for (let channel = 0; channel < 3; channel++, at++) {
        const start = from[channel] as number;
        pixels[at] = start + ((to[channel] as number) - start) * share + noise;
      }
    }
  }
  return pixels;
}
