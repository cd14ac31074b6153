import type { Region } from './region.ts';

/** A line that puts an image into the gallery; one of the same product id and name is overwritten. */
export interface AddRecord {
  /** Adds the image, or replaces the one of the same product and name. */
  readonly operationType: 'ADD';
  /** The id of the product: not empty, at most 512 characters, and a warning above 256 (`META_TOO_LONG`). */
  readonly productId: string;
  /** The object's name with its extension, relative to the folder of increment.meta. */
  readonly picName: string;
  /** Product image search only; predicted by the service when left out. 0 is a category: Tops. */
  readonly categoryId?: number | undefined;
  /** Returned as it is with every search result. At most 4,096 characters. */
  readonly customContent?: string | undefined;
  /** 32-bit integers, for filters. */
  readonly intAttr?: number | undefined;
  /** A second number to filter by, of 32 bits. */
  readonly intAttr2?: number | undefined;
  /** A third number to filter by, of 32 bits. */
  readonly intAttr3?: number | undefined;
  /** A fourth number to filter by, of 32 bits. */
  readonly intAttr4?: number | undefined;
  /** For filters. At most 128 characters each. */
  readonly strAttr?: string | undefined;
  /** A second text to filter by, at most 128 characters. */
  readonly strAttr2?: string | undefined;
  /** A third text to filter by, at most 128 characters. */
  readonly strAttr3?: string | undefined;
  /** A fourth text to filter by, at most 128 characters. */
  readonly strAttr4?: string | undefined;
  /** Whether the service looks for the subject (its default) or takes the whole image. Ignored with `region`. */
  readonly crop?: boolean | undefined;
  /** The subject area. */
  readonly region?: Region | undefined;
}

/** A line that takes an image out of the gallery, or every image of the product when `picName` is left out. */
export interface DeleteRecord {
  /** Deletes an image, or every image of the product. */
  readonly operationType: 'DELETE';
  /** The product whose images are deleted. */
  readonly productId: string;
  /** The one image that is deleted; without it all of the product are. */
  readonly picName?: string | undefined;
}

/** One line of increment.meta, with the field names of Alibaba's own SDK. */
export type MetaRecord = AddRecord | DeleteRecord;

/**
 * An image as `MetaFileBuilder.add` takes it; null is the same as no value. The region is an object, so that its sides cannot be
 * put in the wrong order.
 */
export type AddInput = Pick<AddRecord, 'productId' | 'picName'> & {
  readonly [K in Exclude<keyof AddRecord, keyof DeleteRecord>]?: AddRecord[K] | null;
};

/** What `MetaFileBuilder.delete` takes: nothing that describes an image, not even by way of a variable. */
export type DeleteInput = Pick<DeleteRecord, 'productId'> & {
  /** The one image that is deleted; without it, or with null, all of the product are. */
  readonly picName?: string | null | undefined;
} & {
  readonly [K in Exclude<keyof AddRecord, keyof DeleteRecord>]?: null | undefined;
};

/** A line to be, of either kind: an ADD unless it says otherwise. */
export type MetaInput =
  | (AddInput & { readonly operationType?: 'ADD' | null | undefined })
  | (DeleteInput & { readonly operationType: 'DELETE' });

/** What a line does to which image; the whole product when it has no `picName`. */
export type ImageLine = Pick<MetaRecord, 'operationType' | 'productId' | 'picName'>;
