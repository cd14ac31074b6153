/**
 * The form of the files `refused.csv` and `failed.csv`: the rows of a catalogue, to be corrected in a spreadsheet and imported
 * again. A cell that a spreadsheet would run as a formula has an apostrophe before it, which is taken away when the file is
 * read. A cell of the catalogue that has such an apostrophe itself gets one more, so that every cell comes back as it was.
 */

/** The columns before those of the catalogue. No reading takes them for a field; one of them tells that a file has this form. */
export const ROW_FILE_COLUMNS: readonly string[] = ['import_code', 'import_remedy'];

export const isRowFile = (header: readonly string[]): boolean =>
  header.some((name) => ROW_FILE_COLUMNS.includes(name));

/** Blanks count for nothing where a spreadsheet looks for a formula; full-width signs do where it reads Chinese or Japanese. */
const FORMULA = String.raw`(?:\s*[=+\-@＝＋－＠]|[\t\r\n][\s\0]*[^\s\0])`;

const IS_RUN = new RegExp(`^'*${FORMULA}`);
const IS_DEFUSED = new RegExp(`^'+${FORMULA}`);

/** A negative number is not run, and stays a number for the spreadsheet. */
const NUMBER = /^-\d+(?:\.\d+)?$/;

export const defused = (cell: string): string =>
  IS_RUN.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;

export const asBefore = (cell: string): string => (IS_DEFUSED.test(cell) ? cell.slice(1) : cell);
