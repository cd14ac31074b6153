import { formatRegion, type Region } from '../../meta/model/region.ts';
import type { ReadColumn } from '../columns/column-map.ts';
import { isWebAddress } from '../model/image-names.ts';
import type { RawRow } from '../model/raw-row.ts';
import { isImageBytes } from './read-images.ts';

/**
 * The cell of a table that is read as the value of an object is; empty for what no cell holds. A number whose digits are not
 * certain becomes U+FFFD, so that it is not taken for another one.
 */
export function cellOf(
  value: unknown,
  { type, name }: Pick<ReadColumn, 'type' | 'name'>,
  { exactDigits }: Pick<RawRow, 'exactDigits'>,
): string {
  return type === 'region' && isRegion(value)
    ? formatRegion(value)
    : (exactDigits?.get(name) ?? textOf(value));
}

/** The images that a value of an object names: addresses on the web last, as a cell that begins with one has no others. */
export function imageNames(values: readonly unknown[]): readonly string[] {
  const names = values.flat().map(textOf).filter(Boolean);
  return [...names.filter((name) => !isWebAddress(name)), ...names.filter(isWebAddress)];
}

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return isCertain(value) ? String(value) : LOST;
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return textOfObject(value);
    default:
      return '';
  }
}

function textOfObject(value: object | null): string {
  if (value === null || isImageBytes(value)) return '';
  if (value instanceof URL) return value.href;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  try {
    return (
      JSON.stringify(value, (_, held: unknown) =>
        typeof held === 'number' && !isCertain(held) ? LOST : held,
      ) ?? ''
    );
  } catch {
    return ''; // a bigint or a circle in it: no text was made of it before, either
  }
}

const LOST = '\uFFFD';

const isCertain = (number: number): boolean => !Number.isInteger(number) || Number.isSafeInteger(number);

const isRegion = (value: unknown): value is Region =>
  typeof value === 'object' &&
  value !== null &&
  ['x1', 'x2', 'y1', 'y2'].every(
    (key) => key in value && typeof value[key as keyof typeof value] === 'number',
  );
