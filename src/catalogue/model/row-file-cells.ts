/**
 * The form of the files `refused.csv` and `failed.csv`: the rows of a catalogue, to be corrected in a spreadsheet and imported
 * again. A cell that a spreadsheet would run as a formula has an apostrophe before it, which is taken away when the file is
 * read. A cell of the catalogue that has such an apostrophe itself gets one more, so that every cell comes back as it was.
 */

/** The columns before those of the catalogue. No reading takes them for a field; one of them tells that a file has this form. */
export const ROW_FILE_COLUMNS: readonly string[] = ['import_code', 'import_remedy'];

export const isRowFile = (header: readonly string[]): boolean =>
  header.some((name) => ROW_FILE_COLUMNS.includes(name));
