import type { Metadata } from 'sharp';
import type { SourceFormat } from './convertible-formats.ts';
import type { RawPixels } from './decode/raw-pixels.ts';
import { isLosslessWebp } from './lossless/rewrite-webp.ts';
import type { Picture } from './picture.ts';
import type { RepairContext } from './repair-context.ts';
import { CannotRepair } from './repair-issue.ts';
import { type ImageRepairStep, repairStep, stepIf } from './repair-steps.ts';
import { resized } from './scale-pixels.ts';
import { checkPixels, type PictureSize, scaledBy, scaledSize } from './scaled-size.ts';
import { decoding } from './sharp-errors.ts';
import { type StatedColours, statedColours } from './stated-colours.ts';
import { toSrgb } from './to-srgb.ts';

/** Intensities of 8 or 16 bits. The range of floats and signed numbers is unknown; sharp gives no depth for JPEG 2000. */
const DEPTHS: readonly (string | undefined)[] = ['uchar', 'ushort', undefined];

const LOSSY = ['jpeg', 'webp', 'heif', 'jp2', 'jxl'];

/** A small SVG can take hours to draw; sharp checks the time between tiles. */
const MOST_SECONDS = 120;

/** The resolution at which a px of an SVG is one pixel, in dots per inch. */
const PIXEL_DENSITY = 72;

/**
 * Decodes the whole picture by sharp. Truncated bytes are refused, since a part of the picture would be grey. An SVG
 * is drawn at its own size, or smaller where that is too large; files that it refers to are not loaded.
 *
 * @throws {CannotRepair} when it cannot be decoded or does not fit into the limits.
 */
export async function decodeWithSharp(
  bytes: Uint8Array,
  source: SourceFormat,
  { sharp, signal, limits, maxPixels }: RepairContext,
): Promise<Picture> {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const metadata = sharp(input, { limitInputPixels: false, failOn: 'error' }).metadata();
  const header = await decoding(metadata, source, null, signal);
  const size = sizeIn(header, source);
  const isDrawing = source.sharp === 'svg';
  if (!isDrawing) checkPixels(size, maxPixels);
  const target = scaledSize(size, limits);
  const density = Math.max(1, (PIXEL_DENSITY * target.width) / size.width); // has an effect on drawings only
  if (isDrawing) checkPixels(scaledBy(size, density / PIXEL_DENSITY), maxPixels);

  const decode = async (ignoreIcc: boolean) => {
    const bounds = { limitInputPixels: maxPixels, failOn: 'error' } as const;
    const opened = sharp(input, { ...bounds, ignoreIcc, density: isDrawing ? density : undefined });
    const fitted = isDrawing || isOther(size, target) ? resized(opened, target) : opened;
    const pixels = fitted
      .toColourspace('srgb')
      .timeout({ seconds: MOST_SECONDS })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return await decoding(pixels, source, header, signal);
  };
  const { data, info } = await decode(false);
  const lossy = LOSSY.includes(source.sharp) && !(source.sharp === 'webp' && isLosslessWebp(bytes));
  const isPlain = header.space === 'srgb' && header.depth === 'uchar';
  // A profile of sRGB itself, the most frequent one, changes nothing: no step is reported then, and no pixel is lost.
  const idle = header.icc !== undefined && isPlain && !lossy && (await decode(true)).data.equals(data);
  const stated = statedColours(bytes, source, header.icc !== undefined);
  const raw = rawOf(data, info);
  return {
    pixels: stated?.isKnown ? toSrgb(raw, stated) : raw,
    format: source.name,
    lossy,
    grey: header.channels !== undefined && header.channels <= 2,
    size,
    steps: [...stepsOf(header, idle), ...colourSteps(stated, header)],
  };
}

const isOther = (one: PictureSize, other: PictureSize): boolean =>
  one.width !== other.width || one.height !== other.height;

const rawOf = (data: Uint8Array, info: { width: number; height: number; channels: number }): RawPixels => ({
  data,
  width: info.width,
  height: info.height,
  channels: info.channels as 3 | 4, // that is what sRGB has
});

function sizeIn({ format, depth, width, height }: Metadata, source: SourceFormat): PictureSize {
  if (format !== source.sharp) {
    throw new CannotRepair(
      'IMAGE_REPAIR_NO_DECODER',
      ['format'],
      `Format is ${source.name} and sharp takes it for ${format}; save it as PNG or JPEG`,
    );
  }
  if (!DEPTHS.includes(depth)) {
    throw new CannotRepair(
      'IMAGE_REPAIR_NO_DECODER',
      ['variant'],
      `Pixels are numbers of the type ${depth}, whose range is not known; save it with 8 or 16 bits a channel`,
    );
  }
  return { width, height };
}

/** The steps that decoding a picture of this kind to 8 bits of sRGB takes. */
function stepsOf(
  { pages = 1, depth, bitsPerSample = 16, space, icc }: Metadata,
  profileIsIdle: boolean,
): ImageRepairStep[] {
  const isUsed = icc !== undefined && profileFits(icc, space);
  const colours =
    space === 'cmyk'
      ? `CMYK becomes sRGB by ${isUsed ? 'the profile it carries' : 'a standard profile, as it carries none'}`
      : 'Colours become sRGB by the profile it carries';
  return [
    ...stepIf(
      pages > 1,
      'IMAGE_REPAIRED_FRAMES',
      `The first of ${pages} frames or pages is kept, the others go`,
    ),
    ...stepIf(depth === 'ushort', 'IMAGE_REPAIRED_BITS', `${bitsPerSample} bits a channel become 8`),
    ...stepIf((isUsed && !profileIsIdle) || space === 'cmyk', 'IMAGE_REPAIRED_COLOURS', colours),
  ];
}

/** What became of colours that the file states in other ways, and of a profile that is for other pixels than these. */
function colourSteps(stated: StatedColours | null, { icc, space }: Metadata): ImageRepairStep[] {
  const done = stated?.isKnown
    ? 'become sRGB by it'
    : 'are not known here, so that it is dropped and the values stay';
  return [
    ...stepIf(stated !== null, 'IMAGE_REPAIRED_COLOURS', `Colours are stated by ${stated?.by}, and ${done}`),
    ...(icc === undefined || profileFits(icc, space)
      ? []
      : [
          repairStep(
            'IMAGE_REPAIRED_COLOURS',
            `The profile is for ${spaceOf(icc)}, the pixels are ${space}: it is dropped`,
          ),
        ]),
  ];
}

const spaceOf = (icc: Uint8Array): string => Buffer.from(icc.subarray(16, 20)).toString('latin1').trim();

const profileFits = (icc: Uint8Array, space: string | undefined): boolean =>
  PROFILES[space ?? '']?.includes(spaceOf(icc)) !== false;

/** The colour spaces of profiles that fit pixels, by sharp's name of these. */
const PROFILES: Readonly<Record<string, readonly string[]>> = {
  srgb: ['RGB'],
  rgb16: ['RGB'],
  cmyk: ['CMYK'],
  'b-w': ['GRAY'],
  grey16: ['GRAY'],
};
