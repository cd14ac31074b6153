import type { Issue } from '../../shared/errors/issue.ts';
import { show } from '../../shared/options/checks.ts';
import { type CatalogueIssueCode, catalogueIssue } from './catalogue-rules.ts';

/**
 * About a row with a filled cell behind the last name of the header: it would be lost, or a separator in a cell before it has
 * moved it there.
 *
 * @param names how many columns the header has up to its last name
 */
export function tooManyCells(cells: readonly string[], names: number): Issue<CatalogueIssueCode> {
  const at = cells.findIndex((cell, index) => index >= names && cell.trim() !== '');
  return catalogueIssue(
    'CATALOGUE_CELLS',
    `The header names ${names} columns, and cell ${at + 1} of the row is ${show(cells[at])}. Put quotes around a cell that holds a separator, or give the column a name`,
  );
}
