import type { AddInput } from '../meta/model/meta-record.ts';
import type { Region } from '../meta/model/region.ts';
import type { Issue } from '../shared/issue.ts';

/** One image of the catalogue, as the caller describes it. What may be said of it is what increment.meta can hold. */
export interface CatalogueEntry extends Omit<AddInput, 'picName' | 'region'> {
  /** @default 'ADD' */
  readonly operationType?: 'ADD' | 'DELETE' | undefined;
  /** The image's file, relative to the folder of images. A DELETE needs none. */
  readonly image?: string | undefined;
  /** The image's name in the gallery and in the bucket. @default `image`, with forward slashes */
  readonly picName?: string | undefined;
  /** The subject area: an object, or the text `x1,x2,y1,y2` as a table has it. */
  readonly region?: Region | string | undefined;
}

/** Where an entry stands in what the caller supplied. */
export interface RowPlace {
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
  readonly place: RowPlace;
  /** Undefined when an issue is an error. */
  readonly entry: CatalogueEntry | undefined;
  /** What a row that is no entry names all the same, for messages. */
  readonly names?: { readonly [Name in 'productId' | 'image' | 'picName']: string | undefined } | undefined;
  readonly issues: readonly Issue<CatalogueIssueCode>[];
}
