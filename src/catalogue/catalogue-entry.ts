import type { Issue } from '../shared/issue.ts';

/** One image of the catalogue, as the caller describes it. What may be said of it is what increment.meta can hold. */
export interface CatalogueEntry {
  /** @default 'ADD' */
  readonly operationType?: 'ADD' | 'DELETE' | undefined;
  readonly productId: string;
  /** The image's file, relative to the folder of images. A DELETE needs none. */
  readonly image?: string | undefined;
  /** The image's name in the gallery and in the bucket. @default `image`, with forward slashes */
  readonly picName?: string | undefined;
  readonly categoryId?: number | undefined;
  readonly customContent?: string | undefined;
  readonly intAttr?: number | undefined;
  readonly intAttr2?: number | undefined;
  readonly intAttr3?: number | undefined;
  readonly intAttr4?: number | undefined;
  readonly strAttr?: string | undefined;
  readonly strAttr2?: string | undefined;
  readonly strAttr3?: string | undefined;
  readonly strAttr4?: string | undefined;
  readonly crop?: boolean | undefined;
  /** An object, or the wire string `x1,x2,y1,y2`. */
  readonly region?:
    | { readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number }
    | string
    | undefined;
}

/** Where an entry stands in what the caller supplied. */
export interface Place {
  /** The file's or folder's path; null for an array or iterable. */
  readonly source: string | null;
  /** The line in a file, from 1; the position in a folder or an iterable, from 1. */
  readonly line: number;
}

export type CatalogueIssueCode =
  | 'CATALOGUE_PRODUCT_ID_MISSING'
  | 'CATALOGUE_IMAGE_MISSING'
  | 'CATALOGUE_VALUE'
  | 'CATALOGUE_UNREADABLE';

/** One row: an entry, or what keeps it from being one. Never left out, so that supplied rows can be counted. */
export interface CatalogueRow {
  readonly place: Place;
  /** Undefined when an issue is an error. */
  readonly entry: CatalogueEntry | undefined;
  readonly issues: readonly Issue<CatalogueIssueCode>[];
}
