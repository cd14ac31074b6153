import { asGrey, withoutOpaqueAlpha } from './decode/raw-pixels.ts';
import { decodePicture, type PictureSource } from './decode-picture.ts';
import { type EncodedPicture, encodePicture } from './encode-picture.ts';
import type { Picture } from './picture.ts';
import type { RepairContext } from './repair-context.ts';
import { type ImageRepairStep, repairStep, stepIf } from './repair-steps.ts';
import { showSize } from './scaled-size.ts';
import { TURNS, turnUpright } from './turn-upright.ts';

export interface RepairedPixels {
  readonly image: Uint8Array;
  readonly format: 'png' | 'jpeg';
  readonly steps: readonly ImageRepairStep[];
}

/**
 * Decodes the picture, turns it by the orientation of its facts and encodes it within the limits. The decoders are never
 * asked for the orientation: they miss it where a PNG keeps it behind its pixels or as text.
 *
 * @throws {CannotRepair} when it cannot be done.
 */
export async function repairPixels(
  bytes: Uint8Array,
  source: PictureSource,
  context: RepairContext,
): Promise<RepairedPixels> {
  const picture = await decodePicture(bytes, source, context);
  context.signal?.throwIfAborted();
  const turned = turnUpright(withoutOpaqueAlpha(picture.pixels), orientationOf(source).orientation);
  const encoded = await encodePicture(picture.grey ? asGrey(turned) : turned, picture.lossy, context);
  const { image, format } = encoded;
  return { image, format, steps: stepsOf(bytes.length, picture, source, encoded) };
}

function stepsOf(
  bytesBefore: number,
  { format, size, steps }: Picture,
  source: PictureSource,
  encoded: EncodedPicture,
): ImageRepairStep[] {
  const { orientation, orientationSource } = orientationOf(source);
  const turn = TURNS[orientation];
  const stored = turn?.swapsSides ? { width: encoded.height, height: encoded.width } : encoded;
  const isSmaller = stored.width !== size.width || stored.height !== size.height;
  const sizes = `${bytesBefore} bytes become ${encoded.image.length}`;
  return [
    ...steps,
    ...stepIf(
      turn !== undefined,
      'IMAGE_REPAIRED_TURN',
      `Orientation is ${orientation} (${orientationSource}): the pixels are ${turn?.does}, the tag goes`,
    ),
    ...stepIf(isSmaller, 'IMAGE_REPAIRED_SIZE', `${showSize(size)} become ${showSize(stored)}`),
    ...stepIf(encoded.flattened, 'IMAGE_REPAIRED_TRANSPARENCY', FLATTENED),
    ...stepIf(format !== encoded.format, 'IMAGE_REPAIRED_FORMAT', `${format} becomes ${encoded.format}`),
    encoded.quality === null
      ? repairStep('IMAGE_REPAIRED_PACKING', `Packed as PNG without loss: ${sizes}`)
      : repairStep('IMAGE_REPAIRED_QUALITY', `Saved as JPEG of quality ${encoded.quality}: ${sizes}`),
  ];
}

const FLATTENED = 'Transparency is laid on white, as a PNG would be too large';

/** The decoders turn other formats themselves, as these say how in other ways than by a tag. */
const orientationOf = (source: PictureSource) =>
  'format' in source ? source : { orientation: 1, orientationSource: null };
