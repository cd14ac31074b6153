/** What Image Search accepts, in the order of its documents ("Upload images", doc 125155; JPG and JPEG are one). */
export const IMAGE_FORMATS = ['png', 'jpeg', 'bmp', 'gif', 'webp', 'tiff', 'ppm'] as const;

export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** What the bytes of an image say about it; the pixels are never decoded. */
export interface ImageFacts {
  /** By the bytes, whatever the name says. The whole PNM family P1 to P6 is `ppm`. */
  readonly format: ImageFormat;
  /** As stored, in px: the orientation is not applied. */
  readonly width: number;
  /** As stored, in px: the orientation is not applied. */
  readonly height: number;
  /** Size of the file, in bytes. */
  readonly bytes: number;
  /** Tag 274 of the first directory: 1 is upright, also when there is no tag; 2 to 8 are turned or mirrored. */
  readonly orientation: number;
  /** Where the orientation was found; null when there is no such tag. */
  readonly orientationSource: OrientationSource | null;
  /** True when there is more than one frame (GIF, APNG, WebP). */
  readonly animated: boolean;
  /** What is unusual in this file of its format, such as `BigTIFF`, `P3`, `CMYK`, `16-bit`; null for a plain one. */
  readonly variant: string | null;
}

export type OrientationSource = 'jpeg exif' | 'png eXIf' | 'png raw profile' | 'webp exif' | 'tiff tag';
