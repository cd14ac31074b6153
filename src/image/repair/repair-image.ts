import { loadSharp } from '../../shared/loading/load-sharp.ts';
import { atLeast, oneOf } from '../../shared/options/checks.ts';
import { knownOptions } from '../../shared/options/known-options.ts';
import { type ImageLimits, imageLimits } from '../image-limits.ts';
import type { FileInFolder } from '../image-source.ts';
import { ImageValidator, type ImageVerdict } from '../image-validator.ts';
import { convertibleFormat } from './convertible-formats.ts';
import type { PictureSource } from './decode-picture.ts';
import { type ImageRepair, REPAIR_OPTIONS, type RepairImageOptions } from './image-repair.ts';
import { loadSource, originOf } from './load-source.ts';
import { rewritten } from './lossless/rewrites.ts';
import { CannotRepair } from './repair-issue.ts';
import { RepairOutcomes } from './repair-outcomes.ts';
import { repairPixels } from './repair-pixels.ts';
import { REPAIRS_OF } from './repair-steps.ts';
import { scaledSize } from './scaled-size.ts';

/**
 * Makes an image acceptable to Image Search with as little loss as possible: another name, else a file rewritten
 * around the same coded pixels, else the pixels decoded, turned upright, scaled down and saved as JPEG or PNG. Enlarging
 * is never done. What comes out has passed `ImageValidator`, or `issues` says why not; an image that needs nothing comes
 * back byte for byte. The same image gives the same bytes with the same version of sharp.
 *
 * Pixels are decoded by sharp, an optional peer dependency that is loaded when it is first needed.
 *
 * @throws {TypeError} when `source` or an option is not what it must be, {RangeError} when a bound is no positive integer.
 * Rejects with an error of the code `SHARP_MISSING` when sharp is needed and not installed, and with the signal's reason when
 * aborted; whatever is wrong with the image is in the result.
 *
 * @example
 * const { ok, image, name, steps, issues } = await repairImage('photos/1001.heic');
 */
export async function repairImage(
  source: string | FileInFolder | URL | Uint8Array | Blob,
  options: RepairImageOptions = {},
): Promise<ImageRepair> {
  knownOptions('repairImage()', options, REPAIR_OPTIONS);
  const { serviceType = 'product', limits: edition = 'current', warnings = 'repair', name, signal } = options;
  const { maxInputBytes = MAX_INPUT_BYTES, maxPixels = MAX_PIXELS } = options;
  const validator = new ImageValidator({ serviceType, limits: edition });
  oneOf(['repair', 'leave'], 'warnings', warnings);
  atLeast(1, 'maxInputBytes', maxInputBytes);
  atLeast(1, 'maxPixels', maxPixels);
  const origin = originOf(source, name);
  signal?.throwIfAborted();

  const { bytes, reason, image } = await loadSource(origin, maxInputBytes, signal);
  const before = await validator.validate(image, { name: origin.name ?? undefined, signal });
  const outcomes = new RepairOutcomes(origin.name, before, validator, signal);
  if (bytes === null) return outcomes.failed(reason);

  const needed = needsOf(before, warnings);
  const limits = imageLimits(serviceType, edition);
  const { steps, ...file } = rewritten(bytes, before.facts, needed, limits);
  const light = await outcomes.check({ ...file, steps });
  if (needsOf(light.after, warnings).length === 0) return light;
  try {
    const picture = await repairable(file.image, light.after, limits);
    if (picture === null) return outcomes.failed(null);
    const sharp = await loadSharp();
    const made = await repairPixels(file.image, picture, { sharp, limits, maxPixels, signal });
    return await outcomes.check({ ...made, steps: [...steps, ...made.steps] });
  } catch (error) {
    if (!(error instanceof CannotRepair)) throw error;
    return light.ok ? outcomes.withWarning(light, error) : outcomes.failed(error);
  }
}

/** The largest source that is read unless said otherwise, in bytes. */
export const MAX_INPUT_BYTES = 256 * 1024 * 1024;
const MAX_PIXELS = 0x3fff ** 2; // sharp's own default

/** The issues to repair; warnings without a known repair are left. */
function needsOf({ issues }: ImageVerdict, warnings: 'repair' | 'leave') {
  return issues.filter(
    ({ code, severity }) => severity === 'error' || (warnings === 'repair' && REPAIRS_OF[code] !== undefined),
  );
}

/**
 * What to decode; null where the picture is lost. This runs before sharp is loaded, since it finds most images that cannot
 * be repaired.
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
