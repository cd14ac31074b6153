/** A row of a table as RFC 4180 writes it. Blanks at the ends of a cell are part of it, and so stand between quotes. */
export const csvRow = (cells: readonly string[], delimiter: string): string =>
  `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;

const csvCell = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const NEEDS_QUOTES = /["\r\n]|^\s|\s$/;
