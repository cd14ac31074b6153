import { META_FIELDS } from '../model/meta-fields.ts';
import type { Field } from './line-object.ts';

const PLACES = new Map<string, number>(META_FIELDS.map(({ wire }, n) => [wire, n]));

/**
 * Fields as a line: in the order in which `MetaFileBuilder` writes them, unknown ones behind them in their own order. Every
 * value keeps the characters it was written with.
 */
export function formatFields(fields: readonly Field[]): string {
  const placeOf = ({ name }: Field) => PLACES.get(name) ?? META_FIELDS.length;
  const written = fields
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((field) => `${PLACES.has(field.name) ? `"${field.name}"` : field.rawName}:${field.value}`);
  return `{${written.join()}}`;
}
