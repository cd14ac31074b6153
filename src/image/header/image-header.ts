import type { ImageFacts, OrientationSource } from '../image-facts.ts';

/** What a header reader finds; `truncated` says why the file must end too early, and is null when it does not. */
export interface ImageHeader extends Omit<ImageFacts, 'format' | 'bytes'> {
  readonly truncated: string | null;
}

/**
 * The header of an upright, plain, whole image in 8 bits a channel, but for what was found. Every property is written
 * out, here and in `factsOf`: spreading one object into another takes longer than reading a header.
 */
export const imageHeader = (
  width: number,
  height: number,
  found: Partial<Omit<ImageHeader, 'width' | 'height' | 'orientation' | 'orientationSource'>>,
  oriented: Oriented = UPRIGHT,
): ImageHeader => ({
  width,
  height,
  firstFrame: found.firstFrame ?? null,
  orientation: oriented.orientation,
  orientationSource: oriented.orientationSource,
  xmpOrientation: oriented.orientationSource === null ? (found.xmpOrientation ?? null) : null,
  frames: found.frames === undefined ? 1 : found.frames,
  animated: found.animated === undefined ? false : found.animated,
  colour: found.colour === undefined ? 'rgb' : found.colour,
  bits: found.bits ?? 8,
  progressive: found.progressive ?? false,
  variant: found.variant ?? null,
  truncationChecked: found.truncationChecked ?? true,
  endMissing: found.endMissing ?? false,
  truncated: found.truncated ?? null,
});

export const factsOf = (format: ImageFacts['format'], bytes: number, header: ImageHeader): ImageFacts => ({
  format,
  width: header.width,
  height: header.height,
  firstFrame: header.firstFrame,
  bytes,
  orientation: header.orientation,
  orientationSource: header.orientationSource,
  xmpOrientation: header.xmpOrientation,
  frames: header.frames,
  animated: header.animated,
  colour: header.colour,
  bits: header.bits,
  progressive: header.progressive,
  variant: header.variant,
  truncationChecked: header.truncationChecked,
  endMissing: header.endMissing,
});

/** An orientation, and where it was found. */
interface Oriented {
  readonly orientation: number;
  readonly orientationSource: OrientationSource | null;
}

const UPRIGHT: Oriented = { orientation: 1, orientationSource: null };

/** The orientation that was found there, else the one of another place; upright when there is none. */
export const orientedBy = (
  orientationSource: OrientationSource,
  orientation: number | null | undefined,
  other: Oriented = UPRIGHT,
): Oriented => (typeof orientation === 'number' ? { orientation, orientationSource } : other);

/** Joins the peculiarities of a file; null when it has none. */
export function variantOf(...found: readonly (string | false | undefined)[]): string | null {
  let variant = '';
  for (const one of found) {
    if (one) variant = variant === '' ? one : `${variant}, ${one}`;
  }
  return variant || null;
}
