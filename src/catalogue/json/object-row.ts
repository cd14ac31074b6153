import { show } from '../../shared/options/checks.ts';
import type { RowPlace } from '../model/catalogue-entry.ts';
import { type CatalogueIssueCode, catalogueIssue } from '../model/catalogue-rules.ts';
import type { RawRow } from '../model/raw-row.ts';
import { jsonFault } from './json-fault.ts';
import { factsOfText } from './object-keys.ts';

/**
 * The row of an object's text.
 *
 * @param what names the text in messages: `The line`, `The object`
 * @param keyEnds how often the text has `":`, by `KeyEnds`
 */
export function objectRow(text: string, place: RowPlace, what: string, keyEnds: number): RawRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const end = endBeforeCommas(text);
    return end < text.length
      ? objectRow(text.slice(0, end), place, what, keyEnds)
      : refusedRow(place, `${what} ${jsonFault(text, error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refusedRow(place, `${what} is ${show(value)}: it must be a JSON object`);
  const object = value as Record<string, unknown>;
  const facts = factsOfText(text, object, keyEnds);
  return facts === undefined
    ? { place, object, issues: NO_ISSUES }
    : { place, object, issues: NO_ISSUES, ...facts };
}

export const NO_ISSUES: RawRow['issues'] = [];

export const refusedRow = (
  place: RowPlace,
  message: string,
  code: CatalogueIssueCode = 'CATALOGUE_UNREADABLE',
): RawRow => ({ place, issues: [catalogueIssue(code, message)] });

/** Where the commas begin that end a text, blanks between them; its length when there are none, or nothing before them. */
function endBeforeCommas(text: string): number {
  let end = text.length;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if (text[at] === ',') end = at;
    else if (text.charCodeAt(at) > 0x20) return end;
  }
  return text.length;
}
