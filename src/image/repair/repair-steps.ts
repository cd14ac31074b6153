import type { ImageIssueCode } from '../image-issue-code.ts';
import type { ImageRepair } from './image-repair.ts';

/** How deep a repair goes, the lightest first. */
const REPAIR_DEPTHS: readonly RepairDepth[] = ['nothing', 'name', 'lossless', 'pixels'];

type RepairDepth = ImageRepair['changed'];

interface ImageRepairRow {
  /** What is done. */
  readonly does: string;
  readonly depth: RepairDepth;
}

/** Everything that `repairImage` can do to an image. Its steps and `docs/image-repair.md` follow this table. */
export const IMAGE_REPAIRS = {
  IMAGE_REPAIRED_NAME: { does: 'the extension becomes that of the bytes', depth: 'name' },
  IMAGE_REPAIRED_ORIENTATION: {
    does: 'an orientation that means nothing is removed, and the pixels are not decoded',
    depth: 'lossless',
  },
  IMAGE_REPAIRED_END: {
    does: 'the end marker that a JPEG lacks is added, and the pixels are not decoded',
    depth: 'lossless',
  },
  IMAGE_REPAIRED_EXTRAS: {
    does: 'metadata and whatever stands behind the picture go, and the pixels are not decoded',
    depth: 'lossless',
  },
  IMAGE_REPAIRED_FRAMES: { does: 'the first frame or page is kept, the others go', depth: 'lossless' },
  IMAGE_REPAIRED_TURN: { does: 'the pixels are turned upright and the tag goes', depth: 'lossless' },
  IMAGE_REPAIRED_FORMAT: { does: 'the image becomes a JPEG or a PNG', depth: 'lossless' },
  IMAGE_REPAIRED_PACKING: { does: 'the pixels are packed as PNG, as tight as it gets', depth: 'lossless' },
  IMAGE_REPAIRED_BITS: { does: 'more than 8 bits a channel become 8', depth: 'pixels' },
  IMAGE_REPAIRED_COLOURS: {
    does: 'CMYK, or colours by a profile or a statement in the file, become sRGB without a profile',
    depth: 'pixels',
  },
  IMAGE_REPAIRED_TRANSPARENCY: { does: 'transparency is laid on white', depth: 'pixels' },
  IMAGE_REPAIRED_SIZE: { does: 'the picture is scaled down, its ratio kept', depth: 'pixels' },
  IMAGE_REPAIRED_QUALITY: {
    does: 'a JPEG is written, of the best quality from 50 to 95 that fits',
    depth: 'pixels',
  },
} as const satisfies Record<ImageRepairCode, ImageRepairRow>;

export type ImageRepairCode = ImageRepairStep['code'];

/** One thing that was done to an image. */
export type ImageRepairStep = ImageRepair['steps'][number];

export const repairStep = (code: ImageRepairCode, message: string): ImageRepairStep => ({ code, message });

/** The step in a list, or an empty list when it was not done. */
export const stepIf = (isDone: boolean, code: ImageRepairCode, message: string): ImageRepairStep[] =>
  isDone ? [{ code, message }] : [];

/** How deep all the steps together go. */
export const depthOf = (steps: readonly ImageRepairStep[]): RepairDepth =>
  REPAIR_DEPTHS[
    Math.max(0, ...steps.map(({ code }) => REPAIR_DEPTHS.indexOf(IMAGE_REPAIRS[code].depth)))
  ] as RepairDepth;

/**
 * The repairs for each issue, the lightest first; an empty list where nothing can be repaired. The validator checks the
 * image after each repair. Issues that are missing here do not come from the image, such as a slow connection.
 */
export const REPAIRS_OF: Readonly<Partial<Record<ImageIssueCode, readonly ImageRepairCode[]>>> = {
  IMAGE_MISSING: [],
  IMAGE_UNREADABLE: [],
  IMAGE_EMPTY: [],
  IMAGE_TRUNCATED: [],
  IMAGE_CORRUPT: [],
  IMAGE_DAMAGED: [],
  IMAGE_SIDE_TOO_SHORT: [],
  IMAGE_EXTENSION_MISMATCH: ['IMAGE_REPAIRED_NAME'],
  IMAGE_END_MISSING: ['IMAGE_REPAIRED_END'],
  IMAGE_ORIENTATION_INVALID: ['IMAGE_REPAIRED_ORIENTATION'],
  IMAGE_ANIMATED: ['IMAGE_REPAIRED_FRAMES'],
  IMAGE_ROTATED: ['IMAGE_REPAIRED_TURN'],
  IMAGE_SIDE_TOO_LONG: ['IMAGE_REPAIRED_SIZE'],
  IMAGE_TOO_LARGE: [
    'IMAGE_REPAIRED_EXTRAS',
    'IMAGE_REPAIRED_PACKING',
    'IMAGE_REPAIRED_TRANSPARENCY',
    'IMAGE_REPAIRED_QUALITY',
    'IMAGE_REPAIRED_SIZE',
  ],
  IMAGE_FORMAT_UNSUPPORTED: ['IMAGE_REPAIRED_FORMAT'],
  IMAGE_UNUSUAL_VARIANT: [
    'IMAGE_REPAIRED_FRAMES',
    'IMAGE_REPAIRED_FORMAT',
    'IMAGE_REPAIRED_BITS',
    'IMAGE_REPAIRED_COLOURS',
  ],
};
