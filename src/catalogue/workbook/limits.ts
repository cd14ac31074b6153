/** What a workbook may take. No catalogue needs more; a zip bomb does. */
export const WORKBOOK_LIMITS = {
  /** Of a workbook that comes as a stream or in gzip, and so is held in memory. */
  streamBytes: 67_108_864,
  entries: 10_000,
  /** Of each part but the sheet and the texts: the parts are held in memory. */
  partBytes: 16_777_216,
  /** Of all texts together, which are held in memory. */
  textsBytes: 67_108_864,
  /** How many texts: a cell that refers to one takes no more memory. */
  texts: 4_194_304,
  /** Of the sheet, which is read in pieces. */
  sheetBytes: 2_147_483_648,
  /** How many times larger a part may be than its compressed form. */
  ratio: 300,
  /** Parts of this size are small whatever their ratio. */
  smallBytes: 1_048_576,
  depth: 100,
  /** Of one element of XML. */
  attributes: 1000,
  rows: 1_048_576,
  columns: 16_384,
  /** Characters in a cell, as in Excel. */
  cellLength: 32_767,
  /** Characters that the cells of a row hold themselves. */
  rowLength: 1_048_576,
} as const;
