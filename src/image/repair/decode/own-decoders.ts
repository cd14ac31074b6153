import { decodeBmp } from './decode-bmp.ts';
import { decodePnm } from './decode-pnm.ts';
import type { RawPixels } from './raw-pixels.ts';

/** What the builds of sharp on npm do not read. Each decodes all of the bytes or throws. */
export const OWN_DECODERS = {
  bmp: decodeBmp,
  ppm: decodePnm,
} as const satisfies Record<string, (bytes: Uint8Array) => RawPixels>;
