import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { ImageUpdate } from '../../gallery/image-update.ts';

/**
 * How an image of the gallery differs from the catalogue. `missing`: the gallery lacks it. `changed`: content, category or an
 * attribute differs. `image changed`: its file or object was changed since the last sync. `renamed`: missing, and a superfluous
 * image of the same product has the same bytes. `superfluous`: the catalogue does not have it. `deleted`: the catalogue deletes
 * it. `undone`: an earlier sync has changed it, and that is undone.
 */
export const DIFFERENCE_KINDS = [
  ...(['missing', 'changed', 'image changed', 'renamed', 'superfluous', 'deleted', 'undone'] as const),
] as const;

/** How an image of the catalogue and the gallery's differ: one of `DIFFERENCE_KINDS`. */
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One image that differs, and what makes the gallery equal to the catalogue. Plain JSON: a line of plan.jsonl. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The entry of the import that carries it out. */
  readonly entry: CatalogueEntry;
  /** The PicName in the gallery, which `entry` may name relative to its folder. */
  readonly picName: string;
  /** What the gallery holds of the image; null when it holds none. */
  readonly before: GalleryImage | null;
  /** Of a changed image: the fields that differ. */
  readonly fields?: readonly string[] | undefined;
  /** Of a renamed image its old PicName, and of the superfluous image of that name the new one. */
  readonly otherName?: string | undefined;
  /** The call of UpdateImage that does the same as `entry`, where there is one. */
  readonly update?: ImageUpdate | undefined;
}
