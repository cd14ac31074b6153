import { meaningOf } from '../model/columns.ts';

/** The name of the list in an object that is no row and has only lists without items, such as a page without products. */
export function emptyListOf(object: Readonly<Record<string, unknown>>): string | undefined {
  const lists = Object.entries(object).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  if (lists.some(([, items]) => items.length > 0)) return undefined;
  return Object.keys(object).some((key) => meaningOf(key) !== undefined) ? undefined : lists[0]?.[0];
}
