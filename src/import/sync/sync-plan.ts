import type { ExportSummary } from '../../gallery/export/export-account.ts';
import type { DifferenceKind } from './difference.ts';
import type { WithheldDeletions } from './withheld-deletions.ts';

/** An image that stands for others of its kind. */
export interface SampleImage {
  /** The product of the image. */
  readonly productId: string;
  /** The image's name. */
  readonly picName: string;
  /** The fields that differ, of an image that is changed. */
  readonly fields?: readonly string[] | undefined;
  /** The name that the image has in the gallery, of one that is renamed. */
  readonly otherName?: string | undefined;
}

/**
 * What comparing a catalogue with a gallery has shown. The entries: `supplied = refused + repeated + productDeletes +
 * singleDeletes + gone + same`, and the differences of the kinds `missing`, `changed`, `image changed` and `renamed`. The
 * images: `held = heldAgain + elsewhere + same`, and those of the kinds `changed`, `image changed`, `deleted` and `superfluous`.
 */
export interface SyncComparison {
  /** Entries of the catalogue. */
  readonly supplied: number;
  /** Entries of the catalogue that were not compared, as they are not in order. */
  readonly refused: number;
  /** Entries of an image that a later entry names again: the last one counts. */
  readonly repeated: number;
  /** Entries that delete a whole product. */
  readonly productDeletes: number;
  /** DELETEs of images that the gallery holds. */
  readonly singleDeletes: number;
  /** DELETEs of images that the gallery does not hold. */
  readonly gone: number;
  /** Images that are in the gallery as the catalogue has them, and are left alone. */
  readonly same: number;
  /** Images that were read of the gallery. */
  readonly held: number;
  /** Images outside the folder of `to`, where PicNames are relative to the bucket: they are left alone. */
  readonly elsewhere: number;
  /** Lines of the export about an image that had a line before. */
  readonly heldAgain: number;
  /** Undefined where each image was asked for. */
  readonly export: ExportSummary | undefined;
}

/** What a sync is going to do. Plain JSON: the last line of plan.jsonl has it. */
export interface SyncPlan {
  /** The version of the plan's format. */
  readonly version: 1;
  /** The region of the instance that was compared. */
  readonly region: string;
  /** The instance that was compared. */
  readonly instance: string;
  /** Where images go, oss://BUCKET/FOLDER; null by the direct route. */
  readonly to: string | null;
  /** In ms since 1970. */
  readonly createdAt: number;
  /** By which a plan that is out of date is known: images in the gallery, and its newest batch task. */
  readonly gallery: GalleryMark;
  /** Lines of the file before this one. */
  readonly lines: number;
  /** How many images differ, by kind. */
  readonly kinds: Readonly<Record<DifferenceKind, number>>;
  /** The first three of each kind. */
  readonly samples: Readonly<Partial<Record<DifferenceKind, readonly SampleImage[]>>>;
  /** Changed images that one call of UpdateImage each can change. */
  readonly updatable: number;
  /** The superfluous images that are not deleted, and why. */
  readonly withheld: WithheldDeletions;
  /**
   * Of an undo: images whose file the sync has overwritten in the bucket. What was said of them is restored, and the picture is
   * not. @default 0
   */
  readonly picturesLost?: number | undefined;
  /** Undefined for the plan of an undo, which compares nothing. */
  readonly comparison?: SyncComparison | undefined;
  /** SHA-256 of the lines before, in hex. */
  readonly digest: string;
}

/** What tells a gallery from the same gallery later. */
export interface GalleryMark {
  /** Images that the gallery had. */
  readonly images: number;
  /** The id of the newest batch task; null when there was none. */
  readonly newestTask: string | null;
}
