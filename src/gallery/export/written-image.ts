import type { GalleryImage } from '../gallery-image.ts';

/**
 * An image whose values are as JSON writes them, texts in quotes. Each character is a byte of UTF-8, so that lines of a file can
 * be taken as they stand.
 */
export type WrittenImage = {
  readonly [Key in keyof GalleryImage]: Key extends 'productId' | 'picName' ? string : string | undefined;
};

/** Gets the images of an export: those that can be taken as they are written, and all others. */
export interface ImageTaker {
  hold(image: GalleryImage): void;
  holdWritten(image: WrittenImage): void;
}

/** Some images of an export, which are to be read once, in one way or the other, before the next batch is asked for. */
export interface ExportBatch {
  images(): Iterable<GalleryImage>;
  handTo(taker: ImageTaker): void;
}
