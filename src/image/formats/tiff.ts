import { CorruptImage, TruncatedImage, truncationOf, UnsupportedImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { type ImageHeader, imageHeader, orientedBy, variantOf } from '../header/image-header.ts';
import type { ImageColour } from '../image-facts.ts';
import { rawKind } from './camera-raw.ts';
import { ORIENTATION_TAG } from './exif.ts';
import { entryOf, firstNumber, type Ifd, lastNumbers, numbersAreLoaded, readFirstIfd } from './ifd.ts';
import { TiffBlock } from './tiff-block.ts';

const MOST_STRIPS = 16_384;

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samples: 277,
  stripBytes: 279,
  tileOffsets: 324,
  tileBytes: 325,
} as const;

const OLD_JPEG = 6; // its strips are often not where the tags say, and decoders know

/** By tag 262: white or black is zero, RGB, a palette, a mask, CMYK, YCbCr, and three kinds of Lab. */
const COLOURS: readonly (ImageColour | null)[] = [
  ...(['grey', 'grey', 'rgb', 'indexed', 'bilevel', 'cmyk', 'rgb', null, 'lab', 'lab', 'lab'] as const),
];

export const isTiff = (bytes: ImageBytes): boolean => TiffBlock.isAt(bytes, 0);

export function readTiff(bytes: ImageBytes): ImageHeader {
  const block = TiffBlock.at(bytes, 0, bytes.size);
  const ifd = block && readFirstIfd(block);
  if (block === null || ifd === null)
    throw new TruncatedImage('its directory lies behind the end of the file');
  if (!ifd.complete) throw new TruncatedImage('its directory reaches beyond the end of the file');
  const width = firstNumber(ifd, TAG.width) ?? 0;
  const height = firstNumber(ifd, TAG.height) ?? 0;
  const raw = rawKind(ifd);
  if (raw !== null) throw new UnsupportedImage(raw, width, height);
  if (width === 0 || height === 0) throw new CorruptImage(`its directory says ${width}×${height}`);
  const bits = firstNumber(ifd, TAG.bits) ?? (entryOf(ifd, TAG.bits) === null ? 1 : null);
  if (bits === null) throw new TruncatedImage('its bits per sample lie behind the end of the file');
  if (bits === 0) throw new CorruptImage('its directory says 0 bits per sample');
  const colour = COLOURS[firstNumber(ifd, TAG.photometric) ?? -1] ?? null;
  const strips = stripsOf(ifd);
  const truncationChecked =
    bytes.mayReadAll || strips.every((tag) => numbersAreLoaded(ifd, tag, MOST_STRIPS));
  const found = {
    frames: ifd.hasNext ? null : 1,
    colour: colour === 'grey' && bits === 1 ? 'bilevel' : colour,
    bits,
    variant: variantOf(
      block.isBig && 'BigTIFF',
      bits > 8 && `${bits}-bit`,
      colour === 'cmyk' && 'CMYK',
      ifd.hasNext && 'several pages',
    ),
    truncationChecked,
    truncated: truncationChecked ? truncationOf(() => checkPixels(ifd, strips, bytes.size)) : null,
  } as const;
  return imageHeader(width, height, found, orientedBy('tiff tag', firstNumber(ifd, ORIENTATION_TAG)));
}

type StripTags = readonly [offsets: number, lengths: number];

/** The tags of where the pixels are, in strips or in tiles. */
const stripsOf = (ifd: Ifd): StripTags =>
  entryOf(ifd, TAG.tileOffsets) !== null
    ? [TAG.tileOffsets, TAG.tileBytes]
    : [TAG.stripOffsets, TAG.stripBytes];

function checkPixels(ifd: Ifd, [offsets, lengths]: StripTags, size: number): void {
  if (firstNumber(ifd, TAG.compression) === OLD_JPEG) return;
  const starts = lastNumbers(ifd, offsets, MOST_STRIPS);
  const sizes = lastNumbers(ifd, lengths, MOST_STRIPS);
  if (starts === null) return;
  const only = starts.length === 1 && sizes?.length === 1 ? rawBytes(ifd) : undefined;
  if (sizes && only !== undefined) sizes[0] = Math.min(sizes[0] as number, only); // as decoders do with what cannot be
  for (let i = 0; i < starts.length; i++) {
    const end = (starts[i] as number) + (sizes?.[i] ?? 0);
    if (end > size) throw new TruncatedImage(`its pixels end at byte ${end}, the file at ${size}`);
  }
}

/** What uncompressed pixels take; undefined for compressed ones. */
function rawBytes(ifd: Ifd): number | undefined {
  const [compression = 1, width = 0, height = 0, bits = 1, samples = 1] = [
    TAG.compression,
    TAG.width,
    TAG.height,
    TAG.bits,
    TAG.samples,
  ].map((tag) => firstNumber(ifd, tag) ?? undefined);
  return compression === 1 ? Math.ceil((width * bits * samples) / 8) * height : undefined;
}
