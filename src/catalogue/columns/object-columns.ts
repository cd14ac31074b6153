import { show } from '../../shared/options/checks.ts';
import type { ColumnReport } from '../model/column-report.ts';
import { COLUMN_NAMES, type ColumnName } from '../model/columns.ts';
import { chooseColumns, MOST_IGNORED } from './choose-columns.ts';
import type { ColumnMap, ColumnOptions } from './column-map.ts';
import { givenNames, placeOf } from './given-columns.ts';

/** So many sets of keys, and so many names, are remembered: a hostile catalogue has new ones in every row. */
const MOST_REMEMBERED = 1_000;

/** Which key of an object is which field: understood once for each set of keys. */
export class ObjectColumns {
  readonly #options: ColumnOptions;
  readonly #maps = new Map<string, ColumnMap>();
  readonly #reported = new Set<string>();
  #names: readonly string[] = [];
  #last: ColumnMap | undefined;
  #preset: ColumnOptions['preset'];
  #report: ColumnReport | undefined;
  #isBegun = false;

  constructor(options: ColumnOptions) {
    this.#options = options;
    this.#preset = options.preset;
  }

  mapOf(object: object): ColumnMap {
    const names = Object.keys(object);
    if (this.#last !== undefined && isSame(names, this.#names)) return this.#last;
    const key = names.join('\0');
    let map = this.#maps.get(key);
    if (map === undefined) {
      const suggests = this.#reported.size < MOST_REMEMBERED; // none would be reported
      map = chooseColumns(names, { ...this.#options, preset: this.#preset, suggests });
      this.#preset ??= map.preset?.name; // a row without one of its names is a row of the same feed
      if (this.#maps.size < MOST_REMEMBERED) this.#maps.set(key, map);
      this.#reportNew(map, names);
    }
    this.#names = names;
    this.#last = map;
    return map;
  }

  /** The report on names that no report had before, of all rows since the last; undefined when there are none. */
  takeReport(): ColumnReport | undefined {
    const report = this.#report;
    this.#report = undefined;
    return report && { ...report, ignored: report.ignored.slice(0, MOST_IGNORED) };
  }

  #reportNew({ report }: ColumnMap, names: readonly string[]): void {
    const isFirst = !this.#isBegun;
    this.#isBegun = true;
    const isNew = (name: string) => !this.#reported.has(name);
    const known = Object.entries(report.columns).flatMap(([column, ofColumn = []]) => {
      const added = ofColumn.filter(isNew);
      return added.length === 0 ? [] : [[column, added] as const];
    });
    const taken = new Set(Object.values(report.columns).flat());
    const ignored = names.filter((name) => name.trim() !== '' && !taken.has(name) && isNew(name));
    if (known.length === 0 && ignored.length === 0 && !isFirst) return;
    if (known.length === 0 && this.#reported.size >= MOST_REMEMBERED) return;
    const added: ColumnReport = {
      ...report,
      columns: Object.fromEntries(known),
      ...{ ignored, ignoredCount: ignored.length },
      suggestions: report.suggestions.filter(({ name }) => isNew(name)),
      alternatives: report.alternatives.filter(({ left, taken: one }) => isNew(one) || left.some(isNew)),
      notes: isFirst ? [...(report.notes ?? []), ...this.#missing(names)] : [],
    };
    this.#report = this.#report === undefined ? added : together(this.#report, added);
    for (const name of names) if (this.#reported.size < MOST_REMEMBERED) this.#reported.add(name);
  }

  #missing(names: readonly string[]): readonly string[] {
    return COLUMN_NAMES.flatMap((column) =>
      givenNames(this.#options.columns, column)
        .filter((name) => placeOf(name, names) < 0)
        .map((name) => `The first row has no ${show(name)}, which 'columns' gives for ${column}`),
    );
  }
}

/** What two reports say of names that are not in both. */
function together(one: ColumnReport, other: ColumnReport): ColumnReport {
  const columns: { [Name in ColumnName]?: readonly string[] | undefined } = { ...one.columns };
  for (const column of COLUMN_NAMES) {
    const added = other.columns[column];
    if (added !== undefined) columns[column] = [...(columns[column] ?? []), ...added];
  }
  return {
    ...one,
    columns,
    ignored: [...one.ignored, ...other.ignored],
    ignoredCount: one.ignoredCount + other.ignoredCount,
    alternatives: [...one.alternatives, ...other.alternatives],
    suggestions: [...one.suggestions, ...other.suggestions],
    preset: one.preset ?? other.preset,
  };
}

const isSame = (names: readonly string[], others: readonly string[]): boolean =>
  names.length === others.length && names.every((name, at) => name === others[at]);
