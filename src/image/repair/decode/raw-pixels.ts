/** A decoded picture: rows from the top, 8 bits a channel, channels of a pixel side by side. */
export interface RawPixels {
  readonly data: Uint8Array;
  /** In px. */
  readonly width: number;
  /** In px. */
  readonly height: number;
  /** 1 is grey, 3 is RGB, 4 is RGB with transparency, 0 the transparent end. */
  readonly channels: 1 | 3 | 4;
}

/** Without a transparency that is nowhere used. */
export function withoutOpaqueAlpha(pixels: RawPixels): RawPixels {
  const { data, channels } = pixels;
  if (channels !== 4) return pixels;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return pixels;
  return mapped(pixels, 3, (to, from, target) => {
    target[to] = data[from] as number;
    target[to + 1] = data[from + 1] as number;
    target[to + 2] = data[from + 2] as number;
  });
}

/** In one channel when every pixel is grey and opaque. */
export function asGrey(pixels: RawPixels): RawPixels {
  const { data, channels } = pixels;
  if (channels !== 3) return pixels;
  for (let at = 0; at < data.length; at += 3) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return pixels;
  }
  return mapped(pixels, 1, (to, from, target) => {
    target[to] = data[from] as number;
  });
}

/** Laid on white. */
export function onWhite(pixels: RawPixels): RawPixels {
  const { data, channels } = pixels;
  if (channels !== 4) return pixels;
  return mapped(pixels, 3, (to, from, target) => {
    const alpha = data[from + 3] as number;
    for (let i = 0; i < 3; i++) {
      target[to + i] = Math.round(((data[from + i] as number) * alpha) / 255 + 255 - alpha);
    }
  });
}

/** The share of pixels in a drawing that have the colour of those on their left and above them. */
const FLAT_SHARE = 0.85;

/** Whether it has few colours in flat areas. A grey photograph has few, too, and no flat areas. */
export function isDrawing(pixels: RawPixels): boolean {
  const { data, width, height, channels } = pixels;
  if (!hasFewColours(pixels)) return false;
  let flat = 0;
  const isSame = (one: number, other: number) => {
    for (let i = 0; i < channels; i++) if (data[one + i] !== data[other + i]) return false;
    return true;
  };
  for (let y = 1; y < height; y++) {
    for (let x = 1; x < width; x++) {
      const at = (y * width + x) * channels;
      if (isSame(at, at - channels) && isSame(at, at - width * channels)) flat++;
    }
  }
  return flat >= FLAT_SHARE * (width - 1) * (height - 1);
}

/** Whether it has at most `most` colours. */
export function hasFewColours({ data, channels }: RawPixels, most = 256): boolean {
  const colours = new Set<number>();
  for (let at = 0; at < data.length; at += channels) {
    let colour = 0;
    for (let i = 0; i < channels; i++) colour = colour * 256 + (data[at + i] as number);
    if (colours.add(colour).size > most) return false;
  }
  return true;
}

function mapped(
  { data, width, height, channels }: RawPixels,
  to: 1 | 3,
  write: (to: number, from: number, target: Uint8Array) => void,
): RawPixels {
  const target = new Uint8Array(width * height * to);
  for (let from = 0, at = 0; from < data.length; from += channels, at += to) write(at, from, target);
  return { data: target, width, height, channels: to };
}
