import { untilAborted } from '../../shared/async/until-aborted.ts';
import { loadSharp, type SharpModule } from '../../shared/loading/load-sharp.ts';
import { CorruptImage, TruncatedImage } from '../header/bad-image.ts';
import type { ImageFacts } from '../image-facts.ts';
import { type ImageIssue, imageIssue } from '../image-issue.ts';
import { decodeBmp } from '../repair/decode/decode-bmp.ts';
import { decodePnm } from '../repair/decode/decode-pnm.ts';
import { jpegWithEnd } from '../repair/lossless/rewrite-jpeg.ts';
import { whatSharpSaid } from '../repair/sharp-errors.ts';

/** What the builds of sharp on npm do not read. */
const OWN_DECODERS: Readonly<Partial<Record<ImageFacts['format'], (bytes: Uint8Array) => unknown>>> = {
  bmp: decodeBmp,
  ppm: decodePnm,
};

/** Decoding ends after so long. */
const MOST_SECONDS = 30;

/** Frames are decoded up to so many pixels, the first one in any case: they take 4 bytes of memory each. */
const MOST_PIXELS = 4096 * 4096;

/**
 * Decodes the pixels of an image whose header is in order, and throws them away: sharp does it on threads, four images at once
 * by default. An issue when they are damaged, or cannot be decoded here.
 *
 * @throws {ImageSearchError} `SHARP_MISSING` when sharp is needed and not installed; or the signal's reason
 */
export async function checkPixels(
  bytes: Uint8Array,
  facts: ImageFacts,
  signal: AbortSignal | undefined,
): Promise<readonly ImageIssue[]> {
  const decode = OWN_DECODERS[facts.format];
  if (decode !== undefined) return damageOf(() => decode(bytes), facts);
  const sharp = await loadSharp(undefined, 'decode');
  const whole = facts.endMissing ? jpegWithEnd(bytes) : bytes;
  try {
    await untilAborted(decodeAll(sharp, whole, facts), signal);
    return [];
  } catch (cause) {
    signal?.throwIfAborted();
    const { reason, isUnsupported } = whatSharpSaid(cause);
    return [isUnsupported ? notDecoded(facts, reason) : damaged(facts, reason)];
  }
}

function decodeAll(sharp: SharpModule, bytes: Uint8Array, { format, width, height, frames }: ImageFacts) {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isMoving = (format === 'gif' || format === 'webp') && (frames ?? 1) > 1;
  const most = Math.max(1, Math.floor(MOST_PIXELS / (width * height)));
  const pages = isMoving ? Math.min(frames ?? 1, most) : undefined;
  return sharp(input, { failOn: 'warning', ignoreIcc: true, pages })
    .timeout({ seconds: MOST_SECONDS })
    .raw()
    .toBuffer();
}

function damageOf(decode: () => unknown, facts: ImageFacts): readonly ImageIssue[] {
  try {
    decode();
    return [];
  } catch (cause) {
    if (!(cause instanceof CorruptImage || cause instanceof TruncatedImage)) throw cause;
    return [damaged(facts, cause.message)];
  }
}

const damaged = ({ format }: ImageFacts, reason: string): ImageIssue =>
  imageIssue('IMAGE_DAMAGED', [], `Pixels cannot be decoded as a ${format} (${reason}); supply it again`);

const notDecoded = ({ format }: ImageFacts, reason: string): ImageIssue =>
  imageIssue(
    'IMAGE_NOT_DECODED',
    ['variant'],
    `Nothing here decodes this kind of ${format} (${reason}), so its pixels were not checked; save it as a plain image`,
  );
