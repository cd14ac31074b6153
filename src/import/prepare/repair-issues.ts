import { MOST_BYTES } from '../../image/header/image-bytes.ts';
import type { ImageFacts } from '../../image/image-facts.ts';
import type { ImageRepair } from '../../image/repair/image-repair.ts';
import { MAX_INPUT_BYTES } from '../../image/repair/repair-image.ts';
import { type RepairIssue, repairIssue } from '../../image/repair/repair-issue.ts';
import { show } from '../../shared/options/checks.ts';
import { importIssue } from '../import-issue.ts';

/** @param after the facts of the repaired image */
export function imageRepaired({ before, steps, changed }: ImageRepair, after: ImageFacts) {
  const message =
    changed === 'nothing'
      ? `The image is uploaded unchanged, ${shown(after)}: its PicName has the extension of its bytes, which the name of its file has not`
      : `The image was repaired for its upload, ${before.facts === null ? `${before.bytes} bytes` : shown(before.facts)} to ${shown(after)}: ${steps.map((step) => step.message).join('; ')}`;
  return importIssue('IMAGE_REPAIRED', message, ['image']);
}

const shown = ({ format, width, height, bytes }: ImageFacts): string =>
  `${format} of ${width}×${height} px with ${bytes} bytes`;

export const imageRenamed = (picName: string, repaired: string) =>
  importIssue(
    'IMAGE_RENAMED',
    `PicName ${show(picName, LONGEST_NAME)} became ${show(repaired, LONGEST_NAME)}, as the repaired image cannot have its name: the image has the new name in the bucket and in the gallery, and a DELETE must name it so`,
    ['picName'],
  );

const LONGEST_NAME = 600;

export const regionNotRepaired = () =>
  importIssue(
    'REGION_NOT_REPAIRED',
    'The image can be repaired, but not its Region, as the sides of the picture before the repair are unknown: leave the Region out, or supply the image as JPEG or PNG with the Region in its pixels',
    ['region'],
  );

/** Of an image that is too large for any instance, and whose rest is not loaded. */
export const notLoaded = (): RepairIssue =>
  repairIssue(
    'IMAGE_REPAIR_TOO_MANY_BYTES',
    ['bytes'],
    `The image is not repaired as it is not loaded whole: of a URL, or of what an entry brings, at most ${MOST_BYTES} bytes are loaded, of a file or an object ${MAX_INPUT_BYTES}; supply it as a file`,
  );
