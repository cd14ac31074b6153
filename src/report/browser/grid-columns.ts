import type { PageSettings } from '../html/page-settings.ts';
import type { PackedRows } from '../rows/packed-rows.ts';
import { element } from './element.ts';
import { codesText, type RowOrder } from './row-view.ts';

/** A column of the grid: what it sorts by, and what its cells hold. */
export interface GridColumn {
  readonly name: RowOrder['by'];
  readonly heading: string;
  readonly cell: (row: number) => Node | string;
  /** The texts of which each cell has one: the column is wide enough for all of them. */
  readonly texts?: readonly string[];
}

export function gridColumns(
  rows: PackedRows,
  { words, statuses, differences }: PageSettings,
  thumbnails: Readonly<Record<number, string>>,
): readonly GridColumn[] {
  const codes = rows.codeSets.map(codesText);
  const statusText = (status: string) => statuses[status] ?? status;
  const differenceText = (difference: string) => differences[difference] ?? difference;
  const number = (value: number | undefined) => (value ? value.toLocaleString('en') : '');
  const all: readonly GridColumn[] = [
    { name: 'place', heading: words.place, cell: (n) => number(rows.line[n]) },
    {
      name: 'status',
      heading: words.status,
      texts: rows.statuses.map(statusText),
      cell: (n) => {
        const status = rows.statuses[rows.status[n] ?? 0] ?? '';
        return element('span', { class: `status ${status}` }, statusText(status));
      },
    },
    {
      name: 'difference',
      heading: words.difference,
      texts: rows.differences.map(differenceText),
      cell: (n) => differenceText(rows.differences[rows.difference[n] ?? 0] ?? ''),
    },
    { name: 'productId', heading: words.productId, cell: (n) => rows.productId[n] ?? '' },
    {
      name: 'name',
      heading: words.name,
      cell: (n) => {
        const name = element('bdi', {}, rows.name[n] ?? '');
        const picture = thumbnails[n];
        return picture === undefined ? name : element('span', {}, thumbnail(picture), name);
      },
    },
    { name: 'codes', heading: words.codes, cell: (n) => codes[rows.codes[n] ?? 0] ?? '' },
    { name: 'bytes', heading: words.bytes, cell: (n) => number(rows.bytes[n]) },
    {
      name: 'sides',
      heading: words.sides,
      cell: (n) => (rows.width[n] ? `${rows.width[n]} × ${rows.height[n]}` : ''),
    },
  ];
  const isKnown: Readonly<Partial<Record<GridColumn['name'], boolean>>> = {
    place: rows.line.some((line) => line > 0),
    difference: rows.differences.some((kind) => kind !== ''),
    productId: rows.productId.some((id) => id !== ''),
    bytes: rows.bytes.some((bytes) => bytes > 0),
    sides: rows.width.some((width) => width > 0),
  };
  return all.filter(({ name }) => isKnown[name] !== false);
}

/** @param base64 a small WebP */
export const thumbnail = (base64: string): HTMLImageElement =>
  element('img', { src: `data:image/webp;base64,${base64}`, alt: '', class: 'thumbnail' });
