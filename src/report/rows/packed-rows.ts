/**
 * The rows of a page, by columns: value n of each belongs to row n. Texts that repeat are numbers, places in a list. The
 * writer packs it and the page's program reads it.
 */
export interface PackedRows {
  readonly statuses: readonly string[];
  readonly status: readonly number[];
  /** Kinds of differences, an empty text where there is none. */
  readonly differences: readonly string[];
  readonly difference: readonly number[];
  readonly sources: readonly string[];
  readonly source: readonly number[];
  /** The line in the source; 0 where there is none. */
  readonly line: readonly number[];
  readonly productId: readonly string[];
  readonly name: readonly string[];
  /** The codes of a row's issues, each with its severity. */
  readonly codeSets: readonly CodeSet[];
  readonly codes: readonly number[];
  /** The messages of a row's issues, in the order of its codes, with a line feed between them. */
  readonly messages: readonly string[];
  /** What else is to be said of a row; empty texts where there is nothing. */
  readonly notes: readonly string[];
  /** Numbers of the image; 0 where one is not known. */
  readonly bytes: readonly number[];
  readonly width: readonly number[];
  readonly height: readonly number[];
}

export type CodeSet = readonly { readonly code: string; readonly isWarning: boolean }[];
