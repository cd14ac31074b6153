import { atLeast, oneOf } from '../../shared/checks.ts';
import { type ImageLimits, imageLimits } from '../image-limits.ts';
import { ImageValidator, type ImageVerdict } from '../image-validator.ts';
import { Attempts } from './attempts.ts';
import { convertibleFormat } from './convertible.ts';
import type { PictureSource } from './decode-picture.ts';
import type { ImageRepair, RepairImageOptions } from './image-repair.ts';
import { REPAIRS_OF } from './image-repairs.ts';
import { loadSharp } from './load-sharp.ts';
import { loadSource, originOf } from './load-source.ts';
import { rewritten } from './lossless/rewrites.ts';
import { CannotRepair } from './repair-issue.ts';
import { repairPixels } from './repair-pixels.ts';
import { scaledSize } from './scaled-size.ts';

/**
 * Makes of an image one that Image Search takes, with the least loss that does it: another name, else a file rewritten
 * around the same coded pixels, else the pixels decoded, turned upright, scaled down and saved as JPEG or PNG. Enlarging
 * is never done. What comes out has passed `ImageValidator`, or `issues` says why not; an image that needs nothing comes
 * back byte for byte. The same image gives the same bytes with the same version of sharp.
 *
 * Pixels are decoded by sharp, an optional peer dependency that is loaded when it is first needed.
 *
 * @throws {TypeError} when `source` or an option is not what it must be, {RangeError} when a bound is no positive integer.
 * Rejects with an error of the code `SHARP_MISSING` when sharp is needed and not there, and with the signal's reason when
 * aborted; whatever is wrong with the image is in the result.
 *
 * @example
 * const { ok, image, name, steps, issues } = await repairImage('photos/1001.heic');
 */
export async function repairImage(
  source: string | URL | Uint8Array | Blob,
  options: RepairImageOptions = {},
): Promise<ImageRepair> {
  const { serviceType = 'product', limits: edition = 'current', warnings = 'repair', name, signal } = options;
  const { maxInputBytes = MAX_INPUT_BYTES, maxPixels = MAX_PIXELS } = options;
  const validator = new ImageValidator({ serviceType, limits: edition });
  oneOf(['repair', 'leave'], 'warnings', warnings);
  atLeast(1, 'maxInputBytes', maxInputBytes);
  atLeast(1, 'maxPixels', maxPixels);
  const origin = originOf(source, name);
  signal?.throwIfAborted();

  const { bytes, reason, image } = await loadSource(origin, maxInputBytes, signal);
  const before = await validator.validate(image, {
    ...(origin.name === null ? {} : { name: origin.name }),
    signal,
  });
  const attempts = new Attempts(origin.name, before, validator, signal);
  if (bytes === null) return attempts.givenUp(reason);

  const needed = needsOf(before, warnings);
  const limits = imageLimits(serviceType, edition);
  const { steps, ...file } = rewritten(bytes, before.facts, needed, limits);
  const light = await attempts.judge({ ...file, steps });
  if (needsOf(light.after, warnings).length === 0) return light;
  try {
    const picture = await repairable(file.image, light.after, limits);
    if (picture === null) return attempts.givenUp(null);
    const sharp = await loadSharp();
    const made = await repairPixels(file.image, picture, { sharp, limits, maxPixels, signal });
    return await attempts.judge({ ...made, steps: [...steps, ...made.steps] });
  } catch (error) {
    if (!(error instanceof CannotRepair)) throw error;
    return light.ok ? attempts.settled(light, error) : attempts.givenUp(error);
  }
}

const MAX_INPUT_BYTES = 256 * 1024 * 1024;
const MAX_PIXELS = 0x3fff ** 2; // as sharp has it

/** The issues that a repair is for. Warnings that no repair is known of stay. */
function needsOf({ issues }: ImageVerdict, warnings: 'repair' | 'leave') {
  return issues.filter(
    ({ code, severity }) => severity === 'error' || (warnings === 'repair' && REPAIRS_OF[code] !== undefined),
  );
}

/**
 * What is to be decoded, null where nothing brings the picture back. Asked before sharp is loaded, as most of what cannot
 * be repaired shows here.
 *
 * @throws {CannotRepair} when it is too small, or of a format that is not converted.
 */
async function repairable(
  bytes: Uint8Array,
  { facts, issues }: ImageVerdict,
  limits: ImageLimits,
): Promise<PictureSource | null> {
  if (facts !== null) scaledSize(facts, limits);
  if (issues.some(({ code }) => REPAIRS_OF[code]?.length === 0)) return null;
  return facts ?? (await convertibleFormat(bytes));
}
