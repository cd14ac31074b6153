import type { AddInput } from '../../meta/model/meta-record.ts';
import type { Region } from '../../meta/model/region.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import type { CatalogueIssueCode } from './catalogue-rules.ts';

/** One image of the catalogue, as the caller describes it. What may be said of it is what increment.meta can hold. */
export interface CatalogueEntry extends Omit<AddInput, 'picName' | 'region'> {
  /**
   * ADD adds or replaces an image; DELETE takes away one image, or the product when no `picName` is given.
   *
   * @default 'ADD'
   */
  readonly operationType?: 'ADD' | 'DELETE' | undefined;
  /**
   * A file's path, relative to the folder of images; an `http(s):` URL; `oss://BUCKET/KEY`, an object that is in OSS; or the
   * bytes themselves, which need a `picName`. A DELETE needs none.
   */
  readonly image?: string | URL | ImageBytes | undefined;
  /** The image's name in the gallery and in the bucket. @default `image`, with forward slashes; the path of a URL; the key of an object, relative to the folder */
  readonly picName?: string | undefined;
  /** The subject area: an object, or the text `x1,x2,y1,y2` as a table has it. */
  readonly region?: Region | string | undefined;
}

/** An image that code hands over: its bytes, or a source of them that is read once. */
export type ImageBytes = Uint8Array | Blob | AsyncIterable<Uint8Array>;

/** Where an entry stands in what the caller supplied. */
export interface RowPlace {
  /** The file's or folder's path; null for an array or iterable. */
  readonly source: string | null;
  /** The line in a file, from 1; the position in a folder or an iterable, from 1. */
  readonly line: number;
  /**
   * How many lines the row takes that no row before it has: more than 1 where a cell holds line breaks, or an object stands over
   * several lines; 0 for the second object of a line.
   */
  readonly lines: number;
}

/** One row: an entry, or what keeps it from being one. Never left out, so that supplied rows can be counted. */
export interface CatalogueRow {
  /** Where the row stands in its source. */
  readonly place: RowPlace;
  /** Undefined when an issue is an error. */
  readonly entry: CatalogueEntry | undefined;
  /** What a row that is no entry names all the same, for messages. */
  readonly names?: { readonly [Name in 'productId' | 'image' | 'picName']: string | undefined } | undefined;
  /** What is wrong or was changed; empty for a row that is in order. An error refuses the row. */
  readonly issues: readonly Issue<CatalogueIssueCode>[];
}
