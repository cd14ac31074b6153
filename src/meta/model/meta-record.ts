import type { Region } from './region.ts';

/** A line that puts an image into the gallery; one of the same product id and name is overwritten. */
export interface AddRecord {
  readonly operationType: 'ADD';
  readonly productId: string;
  /** The object's name with its extension, relative to the folder of increment.meta. */
  readonly picName: string;
  /** Product image search only; predicted by the service when left out. 0 is a category: Tops. */
  readonly categoryId?: number | undefined;
  /** Returned as it is with every search result. At most 4,096 characters. */
  readonly customContent?: string | undefined;
  /** 32-bit integers, for filters. */
  readonly intAttr?: number | undefined;
  readonly intAttr2?: number | undefined;
  readonly intAttr3?: number | undefined;
  readonly intAttr4?: number | undefined;
  /** For filters. At most 128 characters each. */
  readonly strAttr?: string | undefined;
  readonly strAttr2?: string | undefined;
  readonly strAttr3?: string | undefined;
  readonly strAttr4?: string | undefined;
  /** Whether the service looks for the subject (its default) or takes the whole image. Ignored with `region`. */
  readonly crop?: boolean | undefined;
  /** The subject area. */
  readonly region?: Region | undefined;
}

/** A line that takes an image out of the gallery, or every image of the product when `picName` is left out. */
export interface DeleteRecord {
  readonly operationType: 'DELETE';
  readonly productId: string;
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
