import { oneOf, show } from '../../shared/options/checks.ts';
import { closestName } from '../../shared/options/closest-name.ts';
import { knownOptions } from '../../shared/options/known-options.ts';
import type { CatalogueOptions } from '../model/catalogue-options.ts';
import { unreadableMessage } from '../model/catalogue-unreadable.ts';
import { COLUMN_NAMES, type ColumnName, plainName } from '../model/columns.ts';
import { PRESET_NAMES } from '../model/preset-names.ts';

type GivenColumns = NonNullable<CatalogueOptions['columns']>;

/**
 * Checks the options `columns` and `preset`.
 *
 * @throws {TypeError} for a field that no entry has, a name that is no text, or a preset that is not known
 */
export function checkColumnOptions({
  columns = {},
  preset = 'none',
}: Pick<CatalogueOptions, 'columns' | 'preset'>): void {
  oneOf([...PRESET_NAMES, 'none'], 'preset', preset);
  const known = Object.fromEntries(COLUMN_NAMES.map((name) => [name, true])) as Record<ColumnName, true>;
  knownOptions("the option 'columns'", columns, known);
  for (const [column, names] of Object.entries(columns)) {
    if (names === undefined) continue;
    const all: readonly unknown[] = Array.isArray(names) ? names : [names];
    if (all.length > 0 && all.every((name) => typeof name === 'string' && name !== '')) continue;
    throw new TypeError(
      `Cannot continue as 'columns.${column}' must be the name of a column, or names: current value is ${show(names)}`,
    );
  }
}

/** The names of columns that are given for a field. */
export const givenNames = (columns: GivenColumns | undefined, column: ColumnName): readonly string[] => {
  const names = columns?.[column];
  return names === undefined ? [] : typeof names === 'string' ? [names] : names;
};

/** The place of a given name in a header: as it stands, else by what counts of it; -1 when it is not there. */
export function placeOf(name: string, header: readonly string[]): number {
  const exact = header.indexOf(name);
  if (exact >= 0) return exact;
  const plain = plainName(name);
  return plain === '' ? -1 : header.findIndex((one) => plainName(one) === plain);
}

/** @throws {TypeError} when a table's header has not one of the names that are given for a field */
export function checkGivenAreThere(
  columns: GivenColumns | undefined,
  header: readonly string[],
  source: string | null,
): void {
  for (const column of COLUMN_NAMES) {
    const missing = givenNames(columns, column).find((name) => placeOf(name, header) < 0);
    if (missing === undefined) continue;
    const meant = closestName(missing, header, (one) => one);
    const hint =
      meant === undefined ? `it has ${show(header.join(' | '), 200)}` : `did you mean ${show(meant)}?`;
    throw new TypeError(
      unreadableMessage(
        source,
        `its header has no column ${show(missing)}, which 'columns' gives for ${column}: ${hint}`,
      ),
    );
  }
}
