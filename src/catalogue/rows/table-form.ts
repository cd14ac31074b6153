import type { ColumnMap, ReadColumn } from '../columns/column-map.ts';
import { givenNames, placeOf } from '../columns/given-columns.ts';
import type { CatalogueOptions } from '../model/catalogue-options.ts';
import { COLUMN_NAMES, type ColumnName, headerName, plainName } from '../model/columns.ts';
import { isWebAddress } from '../model/image-names.ts';
import { picNameOfImage } from '../model/pic-name-of-image.ts';
import type { Delimiter, RawRow } from '../model/raw-row.ts';
import { cellOf, imageNames } from './cell-of.ts';
import { isImageBytes } from './read-images.ts';
import type { FirstRow } from './row-draft.ts';
import { SHARED_FIELDS } from './row-reader.ts';

/** What stands above the rows of a table, and between their cells. */
export interface TableHead {
  readonly names: readonly string[];
  readonly delimiter: Exclude<Delimiter, '\t'>;
}

/** A row of a catalogue as a table has it. */
export interface TableRow {
  /** Under the names of the head: as many as the row has, which may be more or fewer. */
  readonly cells: readonly string[];
  /** What of the row the cells do not hold, in sentences for people. */
  readonly lacks?: string | undefined;
}

/** What a row was read from. */
export interface RowOrigin {
  readonly raw: RawRow;
  /** Undefined where the row has neither cells nor an object. */
  readonly map: ColumnMap | undefined;
  /** The first row of its product, where it stands before this one and shares its fields with it. */
  readonly first: FirstRow | undefined;
}

/** Writes rows of any catalogue as rows of a table. Read with the same columns and preset, they mean what they meant before. */
export class TableForm {
  readonly head: TableHead;
  readonly #options: Pick<CatalogueOptions, 'columns' | 'imageSeparator'>;

  /**
   * A table keeps its header. Objects get a column for each field, under the names that `columns` gives, else under the field's
   * own: they count before all others.
   *
   * @param delimiter of the table. Not a tab: between tabs, quotes may be text
   */
  constructor(
    header: readonly string[] | undefined,
    delimiter: Delimiter | undefined,
    options: Pick<CatalogueOptions, 'columns' | 'imageSeparator'>,
  ) {
    this.head = {
      names: header ?? eachOnce(COLUMN_NAMES.flatMap((column) => namesOf(column, options.columns))),
      delimiter: delimiter === undefined || delimiter === '\t' ? ',' : delimiter,
    };
    this.#options = options;
  }

  rowOf({ raw, map, first }: RowOrigin): TableRow {
    const { cells, object } = raw;
    if (cells !== undefined) return { cells: withShared(cells, map, first), lacks: linesLeftOut(raw) };
    if (object !== undefined && map !== undefined)
      return { cells: this.#cellsOf(raw, object, map, first), lacks: valuesLeftOut(object, raw, map) };
    return { cells: [], lacks: 'It could not be read, and so its cells are empty' };
  }

  #cellsOf(
    raw: RawRow,
    object: Readonly<Record<string, unknown>>,
    { columns, preset }: ColumnMap,
    first: FirstRow | undefined,
  ): string[] {
    const cells = this.head.names.map(() => '');
    const images = new Map<number, unknown[]>();
    for (const column of columns) {
      const at = this.#placeOf(column.column, column.name);
      const value = object[column.name];
      if (column.type === 'image') images.set(at, [...(images.get(at) ?? []), value]);
      else cells[at] = cellOf(value, column, raw) || sharedCell(column, first);
    }
    const { imageSeparator = preset?.imageSeparator ?? 'none' } = this.#options;
    const between = imageSeparator === 'none' ? '\n' : imageSeparator;
    for (const [at, values] of images) cells[at] = imageNames(values).join(between);
    return this.#withoutDefault(cells);
  }

  /** A PicName that the image has by itself is left out: with another image in its place, it would be a wrong one. */
  #withoutDefault(cells: string[]): string[] {
    const [image, picName] = [this.#placeOf('image'), this.#placeOf('picName')];
    const name = cells[image] ?? '';
    if (image !== picName && !isWebAddress(name) && picNameOfImage(name) === cells[picName])
      cells[picName] = '';
    return cells;
  }

  /**
   * The place of a field's cell. Of several names that are given for a field the first counts that a table has; of images all
   * count.
   *
   * @param name of the object's key
   */
  #placeOf(column: ColumnName, name = ''): number {
    const names = namesOf(column, this.#options.columns);
    const own = column === 'image' ? names.find((one) => plainName(one) === plainName(name)) : undefined;
    return placeOf(own ?? (names[0] as string), this.head.names);
  }
}

const namesOf = (column: ColumnName, given: CatalogueOptions['columns']): readonly string[] => {
  const names = givenNames(given, column);
  return names.length === 0 ? [headerName(column)] : names;
};

/** Names without those that count as one before them. */
const eachOnce = (names: readonly string[]): readonly string[] =>
  names.filter((name, at) => placeOf(name, names) === at);

/** A row may come to stand without the first of its product: what it leaves empty, and takes over from that row, is filled in. */
function withShared(
  cells: readonly string[],
  map: ColumnMap | undefined,
  first: FirstRow | undefined,
): readonly string[] {
  if (first === undefined || map === undefined) return cells;
  const filled = [...cells];
  for (const column of map.columns) {
    const shared = isBlank(cells[column.at]) ? sharedCell(column, first) : '';
    if (shared === '') continue;
    while (filled.length < column.at) filled.push('');
    filled[column.at] = shared;
  }
  return filled;
}

const isBlank = (cell = ''): boolean => cell.trim() === '';

/** What the first row of the product has, if it counts for the rows after it; else nothing. */
function sharedCell(column: ReadColumn, first: FirstRow | undefined): string {
  if (first === undefined || !SHARED.has(column.column) || first.fields[column.column] === undefined)
    return '';
  const { cells, object } = first.raw;
  return cells?.[column.at] ?? cellOf(object?.[column.name], column, first.raw);
}

const SHARED: ReadonlySet<string> = new Set(SHARED_FIELDS);

const linesLeftOut = ({ place, issues }: RawRow): string | undefined =>
  place.lines > 1 && issues.some(({ code }) => code === 'CATALOGUE_QUOTE')
    ? `Of its ${place.lines} lines the first one alone stands here`
    : undefined;

function valuesLeftOut(
  object: Readonly<Record<string, unknown>>,
  { keysTwice }: RawRow,
  { columns, twice }: ColumnMap,
): string | undefined {
  if (keysTwice !== undefined || twice !== undefined)
    return 'Of values that mean one field, one alone stands here';
  const hasBytes = columns.some(
    ({ name, type }) => type === 'image' && [object[name]].flat().some(isImageBytes),
  );
  return hasBytes ? 'Its image was handed over as bytes, which no cell holds: name a file here' : undefined;
}
