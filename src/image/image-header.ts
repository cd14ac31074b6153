import type { ImageFacts, OrientationSource } from './image-facts.ts';

/** What a header reader finds; `truncated` says why the file must end too early, and is null when it does not. */
export interface ImageHeader extends Omit<ImageFacts, 'format' | 'bytes'> {
  readonly truncated: string | null;
}

/** An upright, plain, whole image: what a reader starts from. */
export const PLAIN = {
  orientation: 1,
  orientationSource: null,
  animated: false,
  variant: null,
  truncated: null,
} as const satisfies Omit<ImageHeader, 'width' | 'height'>;

/** One text of several peculiarities, null of none. */
export const variantOf = (...found: readonly (string | false)[]): string | null =>
  found.filter(Boolean).join(', ') || null;

/** The part of a header that an orientation tag fills; nothing when there is no tag. */
export const orientedBy = (source: OrientationSource, orientation: number | null | undefined) =>
  typeof orientation === 'number' ? { orientation, orientationSource: source } : {};
