import { CorruptImage, TruncatedImage } from '../header/bad-image.ts';
import type { ImageFacts } from '../image-facts.ts';
import type { SourceFormat } from './convertible-formats.ts';
import { decodeBmp } from './decode/decode-bmp.ts';
import { decodePnm } from './decode/decode-pnm.ts';
import type { RawPixels } from './decode/raw-pixels.ts';
import { decodeWithSharp } from './decode-with-sharp.ts';
import type { Picture } from './picture.ts';
import type { RepairContext } from './repair-context.ts';
import { CannotRepair } from './repair-issue.ts';
import { stepIf } from './repair-steps.ts';
import { scaledPixels } from './scale-pixels.ts';
import { checkPixels, scaledSize } from './scaled-size.ts';

/** What the bytes hold, by our own reading: the facts of an accepted format, or another one to be converted. */
export type PictureSource = ImageFacts | SourceFormat;

/** What the builds of sharp on npm do not read. Each decodes all of the bytes or throws. */
const OWN_DECODERS = { bmp: decodeBmp, ppm: decodePnm } as const;

/** @throws {CannotRepair} when it cannot be decoded or does not fit into the limits. */
export function decodePicture(
  bytes: Uint8Array,
  source: PictureSource,
  context: RepairContext,
): Promise<Picture> {
  if (!('format' in source)) return decodeWithSharp(bytes, source, context);
  const { format } = source;
  return format === 'bmp' || format === 'ppm'
    ? decodeOurselves(bytes, { ...source, format }, context)
    : decodeWithSharp(bytes, { name: format, sharp: format }, context);
}

async function decodeOurselves(
  bytes: Uint8Array,
  { format, width, height, variant }: ImageFacts & { readonly format: keyof typeof OWN_DECODERS },
  context: RepairContext,
): Promise<Picture> {
  const size = { width, height };
  checkPixels(size, context.maxPixels);
  const target = scaledSize(size, context.limits);
  const decoded = decoding(() => OWN_DECODERS[format](bytes), format);
  return {
    pixels: await scaledPixels(decoded, target, context),
    format,
    lossy: false,
    grey: decoded.channels === 1,
    size,
    steps: stepIf(variant?.includes('16-bit') ?? false, 'IMAGE_REPAIRED_BITS', '16 bits a channel become 8'),
  };
}

function decoding(decode: () => RawPixels, format: string): RawPixels {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof CorruptImage || cause instanceof TruncatedImage)) throw cause;
    const message = `Pixels cannot be decoded as a ${format}: ${cause.message}; supply the whole file, or save it again`;
    throw new CannotRepair('IMAGE_REPAIR_DAMAGED', [], message, { cause });
  }
}
