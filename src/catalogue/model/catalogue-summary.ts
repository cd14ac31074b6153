/** Why a line, an item or a file of a source is no row: counted, and left alone. */
export const PASSED_OVER = [
  'header',
  'separatorLine', // `sep=;`, as Excel writes it
  'comment',
  'empty',
  'furtherRow', // a further row of a product that brings no image: a variant of a Shopify product
  'wrapper', // a line that holds only brackets around rows, or other members of the object around them
  'systemFile', // Thumbs.db, .DS_Store and others of their kind
  'excluded', // by `include` and `exclude`
  'link', // to a folder that was entered before
] as const;
/** Why a file of a folder was passed over: one of `PASSED_OVER`. */
export type PassedOver = (typeof PASSED_OVER)[number];

/**
 * What became of everything that a catalogue holds: `lines` = lines of entries + lines of refused rows + lines passed over.
 * A line is a physical line of a text file, a row of a workbook, a file of a folder, an item of an iterable.
 */
export interface CatalogueSummary {
  /** Lines, rows or objects that were read, headings and empty ones included. */
  readonly lines: number;
  /** Lines that are part of at least one entry. */
  readonly linesOfEntries: number;
  /** Lines of rows of which nothing became an entry. */
  readonly linesRefused: number;
  /** Lines that are no rows: empty ones, headings, notes. */
  readonly linesPassedOver: number;
  /** `linesPassedOver`, by reason. */
  readonly passedOver: Readonly<Record<PassedOver, number>>;
  /** Entries without an error: a row can make several. */
  readonly entries: number;
  /** Rows, or single images of rows, with an error. */
  readonly refused: number;
}
