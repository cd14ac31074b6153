import { show } from '../../shared/options/checks.ts';
import {
  COLUMN_NAMES,
  COLUMNS,
  type ColumnName,
  mayHoldWords,
  meaningOf,
  type NameMeaning,
  namesFurtherImages,
  plainName,
} from '../model/columns.ts';
import type { ColumnMap, ColumnOptions, ReadColumn } from './column-map.ts';
import { givenNames, placeOf } from './given-columns.ts';
import type { Preset } from './presets.ts';
import { recognisedPreset } from './recognised-preset.ts';
import { suggestedColumn } from './suggest-column.ts';

/** So many names that are left alone are listed; the others are counted. */
export const MOST_IGNORED = 100;

/**
 * Decides which column is which field. What is given in `columns` counts first, then a field's own name, then the preset's
 * names, then, where there is no preset, other names in the order of the table. What was decided between several stands in
 * the report.
 */
export function chooseColumns(header: readonly string[], options: ColumnOptions): ColumnMap {
  const choice = new Choice(header);
  const { columns: given } = options;
  for (const column of COLUMN_NAMES)
    choice.take(
      column,
      givenNames(given, column).map((name) => placeOf(name, header)),
    );
  for (const column of COLUMN_NAMES) choice.take(column, choice.byOwnName(column));
  const preset = recognisedPreset(header, options, choice.has('productId') && choice.has('image'));
  for (const column of COLUMN_NAMES)
    choice.take(
      column,
      (preset?.columns[column] ?? []).map((name) => placeOf(name, header)),
    );
  if (preset === undefined) {
    for (const column of COLUMN_NAMES) choice.take(column, choice.bySynonym(column).slice(0, 1));
    if (givenNames(given, 'image').length === 0) choice.addFurtherImages();
  }
  if (!choice.has('image')) choice.takeMetaImages(options.recognised.format);
  return mapOf(choice, header, preset, options);
}

/** The places in a header that are taken for fields. */
class Choice {
  readonly header: readonly string[];
  /** The names that mean something: few, where a header has a million. */
  readonly #meanings: readonly (NameMeaning & { readonly at: number })[];
  readonly taken = new Map<ColumnName, readonly number[]>();
  readonly notes: string[] = [];
  readonly #used = new Set<number>();

  constructor(header: readonly string[]) {
    this.header = header;
    this.#meanings = header.flatMap((name, at) => {
      const meaning = meaningOf(name);
      return meaning === undefined ? [] : [{ ...meaning, at }];
    });
  }

  has(column: ColumnName): boolean {
    return this.taken.has(column);
  }

  isUsed(at: number): boolean {
    return this.#used.has(at);
  }

  /** Takes places for a field that has none yet: the first that is in the header, or, of images, all that are. */
  take(column: ColumnName, places: readonly number[]): void {
    const there = [...new Set(places.filter((at) => at >= 0))];
    if (this.taken.has(column) || there.length === 0) return;
    const chosen = column === 'image' ? there : there.slice(0, 1);
    this.taken.set(column, chosen);
    for (const at of chosen) this.#used.add(at);
  }

  byOwnName(column: ColumnName): readonly number[] {
    return this.#meanings
      .filter((one) => one.column === column && one.order === 0)
      .map(({ at }) => at)
      .slice(0, 1);
  }

  /** Unused places whose names mean a field, in the order in which they count. */
  bySynonym(column: ColumnName): readonly number[] {
    return this.#meanings
      .filter((one) => one.column === column && !this.#used.has(one.at))
      .sort((one, other) => one.order - other.order || one.at - other.at)
      .map(({ at }) => at);
  }

  addFurtherImages(): void {
    const further = this.header.flatMap((name, at) =>
      !this.#used.has(at) && namesFurtherImages(name) ? [at] : [],
    );
    if (further.length === 0) return;
    this.taken.set('image', [...(this.taken.get('image') ?? []), ...further]);
    for (const at of further) this.#used.add(at);
  }

  /** In an increment.meta PicName is the image. Objects elsewhere are lines of one when they have its names to the letter. */
  takeMetaImages(format: string): void {
    const isMeta =
      format === 'meta' ||
      (!TABLES.has(format) &&
        ['OperationType', 'ProductId', 'PicName'].every((name) => this.header.includes(name)));
    if (!isMeta) return;
    const place = this.header.findIndex((name) => name === 'PicName' || name === 'pic_list');
    if (place < 0) return;
    this.taken.delete('picName');
    this.take('image', [place]);
    if (format !== 'meta')
      this.notes.push('The rows have the names of increment.meta and no image: PicName is read as the image');
  }
}

const TABLES: ReadonlySet<string> = new Set(['csv', 'tsv', 'xlsx']);

function mapOf(
  choice: Choice,
  header: readonly string[],
  preset: Preset | undefined,
  { columns: given, source, recognised, suggests = true }: ColumnOptions,
): ColumnMap {
  const columns: ReadColumn[] = [];
  const taken = COLUMN_NAMES.flatMap((column) => {
    const places = choice.taken.get(column);
    return places === undefined ? [] : [[column, places] as const];
  });
  for (const [column, places] of taken) {
    for (const at of places) {
      const name = header[at] as string;
      const isGiven = givenNames(given, column).length > 0;
      columns.push({
        ...{ at, name, column, type: COLUMNS[column].type },
        mayHoldWords: !isGiven && mayHoldWords(column, name),
      });
    }
  }
  columns.sort((one, other) => (one.column === 'image' && other.column === 'image' ? 0 : one.at - other.at));
  const alternatives = taken.flatMap(([column, places]) => {
    const left = choice.bySynonym(column).map((at) => header[at] as string);
    return left.length === 0 ? [] : [{ column, taken: header[places[0] as number] as string, left }];
  });
  const ignored = header.filter((name, at) => name.trim() !== '' && !choice.isUsed(at));
  return {
    ...{
      columns,
      width: header.findLastIndex((name) => name.trim() !== '') + 1,
      preset,
      twice: namedTwice(columns, header, given),
    },
    report: {
      ...recognised,
      source,
      columns: Object.fromEntries(
        taken.map(([column, places]) => [column, places.map((at) => header[at] as string)]),
      ),
      ignored: ignored.slice(0, MOST_IGNORED),
      ignoredCount: ignored.length,
      alternatives,
      suggestions: suggests ? suggestionsFor(ignored, choice) : [],
      preset: preset?.name,
      notes: [...(recognised.notes ?? []), ...choice.notes, ...alternatives.map(decided)],
    },
  };
}

const decided = ({ column, taken, left }: ColumnMap['report']['alternatives'][number]): string =>
  `Several columns may be ${column}: ${show(taken)} is read, ${left.map((name) => show(name)).join(', ')} left alone`;

function suggestionsFor(ignored: readonly string[], choice: Choice): ColumnMap['report']['suggestions'] {
  const suggestions: { name: string; meant: ColumnName }[] = [];
  for (const name of ignored.slice(0, MOST_LOOKED_AT)) {
    const meant = suggestedColumn(name);
    if (meant !== undefined && !choice.has(meant)) suggestions.push({ name, meant });
  }
  return suggestions.slice(0, MOST_IGNORED);
}

/** A hostile header has a million names: looking for near ones takes its time. */
const MOST_LOOKED_AT = 1_000;

/** A name that is read, and another that differs from it by case or spelling alone; unless `columns` gives it to the letter. */
function namedTwice(
  columns: readonly ReadColumn[],
  header: readonly string[],
  given: ColumnOptions['columns'],
): readonly [string, string] | undefined {
  const plain = header.map(plainName);
  for (const { at, name, column } of columns) {
    const isGiven = givenNames(given, column).includes(name);
    const other = plain.findIndex(
      (one, place) => one === plain[at] && place !== at && !(isGiven && header[place] !== name),
    );
    if (other >= 0) return other < at ? [header[other] as string, name] : [name, header[other] as string];
  }
  return undefined;
}
