import type { Issue } from '../../shared/errors/issue.ts';
import { type CatalogueIssueCode, catalogueIssue } from '../model/catalogue-rules.ts';
import { MAX_ROW_BYTES } from '../model/limits.ts';
import type { QuoteFault } from './record-cells.ts';

type RowIssue = Issue<CatalogueIssueCode>;

/** Why a quoted cell that takes several lines cannot be one. */
export type SpanFault = Exclude<QuoteFault, 'backslash'> | 'endOfFile' | 'tooLong' | 'tooManyCells';

const REMEDY = 'Inside a quoted cell write "" for a quote, or take the quote out';

const WHY = {
  textFollows: (last) => `text follows the quote that closes it in line ${last}`,
  endOfFile: () => 'no quote closes it up to the end of the file',
  tooLong: () => `no quote closes it within ${MAX_ROW_BYTES.toLocaleString('en')} bytes`,
  tooManyCells: (last) => `the row would end in line ${last} and have more cells than the header`,
} satisfies Record<SpanFault, (last: number) => string>;

/** About a quote that opens in line `line` and cannot be read up to line `last`. */
export function quoteIssue(fault: SpanFault | QuoteFault, line: number, last: number): RowIssue {
  if (fault === 'backslash') {
    return catalogueIssue(
      'CATALOGUE_QUOTE',
      `A quoted cell in line ${line} holds \\" for a quote, which a table writes as "": replace \\" by "" in the file`,
    );
  }
  const taken = last - line + 1;
  const lines = taken === 1 ? 'one line' : `${taken} lines, ${line} to ${last}`;
  return catalogueIssue(
    'CATALOGUE_QUOTE',
    `The quote that opens a cell in line ${line} cannot be read: the cell would take ${lines}, but ${WHY[fault](last)}. ${REMEDY}`,
  );
}

/** About a quoted cell that RFC 4180 allows. @param rowLine the first of its lines that reads as a row by itself */
export const spanWarning = (line: number, lines: number, rowLine: number): RowIssue =>
  catalogueIssue(
    'CATALOGUE_QUOTE_SPANS_ROWS',
    `The quote that opens a cell in line ${line} makes one row of ${lines} lines, ${line} to ${line + lines - 1}, though line ${rowLine} has as many cells as the header by itself. If rows are lost in it: ${REMEDY.toLowerCase()}`,
  );

export const tooLongIssue = (bytes: number): RowIssue =>
  catalogueIssue(
    'CATALOGUE_UNREADABLE',
    `The line has ${bytes.toLocaleString('en')} bytes: at most ${MAX_ROW_BYTES.toLocaleString('en')} are read. Perhaps line breaks are missing`,
  );
