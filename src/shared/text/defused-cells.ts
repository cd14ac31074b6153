/**
 * A cell that a spreadsheet would run as a formula gets an apostrophe before it, which is taken away when it is read. A cell
 * that has such an apostrophe itself gets one more, so that every cell comes back as it was.
 */

/** Blanks count for nothing where a spreadsheet looks for a formula; full-width signs do where it reads Chinese or Japanese. */
const FORMULA = '(?:\\s*[=+\\-@＝＋－＠]|[\\t\\r\\n][\\s\\0]*[^\\s\\0])';

const IS_RUN = new RegExp(`^'*${FORMULA}`);
const IS_DEFUSED = new RegExp(`^'+${FORMULA}`);

/** A negative number is not run, and stays a number for the spreadsheet. */
const NUMBER = /^-\d+(?:\.\d+)?$/;

export const defused = (cell: string): string =>
  IS_RUN.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;

export const asBefore = (cell: string): string => (IS_DEFUSED.test(cell) ? cell.slice(1) : cell);
