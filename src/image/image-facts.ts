/** What Image Search accepts, in the order of its documents ("Upload images", doc 125155; JPG and JPEG are one). */
export const IMAGE_FORMATS = ['png', 'jpeg', 'bmp', 'gif', 'webp', 'tiff', 'ppm'] as const;

/** A format that Image Search accepts: one of `IMAGE_FORMATS`. */
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** What the bytes of an image say about it; the pixels are never decoded. */
export interface ImageFacts {
  /** By the bytes, whatever the name says. The whole PNM family P1 to P6 is `ppm`. */
  readonly format: ImageFormat;
  /** As stored, in px: the orientation is not applied. */
  readonly width: number;
  /** As stored, in px: the orientation is not applied. */
  readonly height: number;
  /**
   * The sides of a GIF's first frame, in px, where they are not those of its screen, which `width` and `height` are: some
   * decoders show one, some the other. Null otherwise.
   */
  readonly firstFrame: { readonly width: number; readonly height: number } | null;
  /** Size of the file, in bytes. */
  readonly bytes: number;
  /** Tag 274 of the first directory: 1 is upright, also when there is no tag; 2 to 8 are turned or mirrored. */
  readonly orientation: number;
  /** Where the orientation was found; null when there is no such tag. */
  readonly orientationSource: 'jpeg exif' | 'png eXIf' | 'png raw profile' | 'webp exif' | 'tiff tag' | null;
  /** The orientation that XMP alone states; null when it states none, or a tag does. */
  readonly xmpOrientation: number | null;
  /**
   * How many pictures: frames of a GIF, an APNG or a WebP, pages of a TIFF, pictures of an MPO. Null where there may be
   * more than one and they were not counted, which takes more of the file than was read.
   */
  readonly frames: number | null;
  /** Whether it moves (GIF, APNG, WebP); null for a GIF whose rest was not read. */
  readonly animated: boolean | null;
  /** As stored; JPEG's and TIFF's YCbCr count as rgb, whatever has one channel as grey. Null where the file's is none of these. */
  readonly colour: 'bilevel' | 'grey' | 'indexed' | 'rgb' | 'cmyk' | 'lab' | null;
  /** Of one channel, or of an index into a palette. Of channels that differ, the first counts. */
  readonly bits: number;
  /** Whether a coarse picture of the whole comes first: progressive JPEG, interlaced PNG and GIF. */
  readonly progressive: boolean;
  /** What is unusual in this file of its format, such as `BigTIFF`, `P3`, `CMYK`, `16-bit`; null for a plain one. */
  readonly variant: string | null;
  /** Whether its end was looked for. False for a distant or an overlong image, where that takes another read. */
  readonly truncationChecked: boolean;
  /** Whether a JPEG has no end marker although its picture is whole, as some cameras write it. */
  readonly endMissing: boolean;
}

export type OrientationSource = NonNullable<ImageFacts['orientationSource']>;

export type ImageColour = NonNullable<ImageFacts['colour']>;
