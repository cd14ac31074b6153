import { show } from '../../shared/options/checks.ts';
import { unreadable } from '../model/catalogue-unreadable.ts';
import { headerName, plainName } from '../model/columns.ts';
import { looksLikeImage } from '../model/image-names.ts';
import { MAX_COLUMNS } from '../model/limits.ts';
import { chooseColumns } from './choose-columns.ts';
import type { ColumnMap, ColumnOptions } from './column-map.ts';
import { checkGivenAreThere } from './given-columns.ts';

/**
 * Which column of a table is which field.
 *
 * @throws {CatalogueUnreadable} when the header cannot be one: it names no product id or no image, or one field twice, or has
 * not the names that `preset` says, or has more than 10,000 columns. Not a row is wrong then, but the file
 * @throws {TypeError} when it has not the names that `columns` gives
 */
export function tableColumns(header: readonly string[], options: ColumnOptions): ColumnMap {
  if (header.length > MAX_COLUMNS)
    throw unreadable(
      options.source,
      `its first line has ${header.length} columns: at most ${MAX_COLUMNS} are read. Check the separator and the line ends`,
    );
  checkGivenAreThere(options.columns, header, options.source);
  const map = chooseColumns(header, options);
  const fault = faultOf(map, header);
  if (fault === undefined) return withoutImages(map);
  const { notes = [] } = options.recognised; // such as an encoding that is another, perhaps
  throw unreadable(
    options.source,
    [`its first line ${fault.why}: it is ${show(header.join(' | '), 200)}`, fault.next, ...notes].join('. '),
  );
}

/** Says once what each row that is no DELETE says, too. */
function withoutImages(map: ColumnMap): ColumnMap {
  if (map.columns.some(({ column }) => column === 'image')) return map;
  const note = `No column names images, so that only DELETEs can be read: say which is it with ${option('image', '…')}`;
  return { ...map, report: { ...map.report, notes: [...(map.report.notes ?? []), note] } };
}

interface HeaderFault {
  readonly why: string;
  readonly next: string;
}

function faultOf(map: ColumnMap, header: readonly string[]): HeaderFault | undefined {
  const { columns, twice, report } = map;
  const has = (column: string) => columns.some((one) => one.column === column);
  if (twice !== undefined) {
    const [one, other] = twice.map((name) => show(name));
    const why = one === other ? `names ${one} twice` : `names one field twice, as ${one} and ${other}`;
    return { why, next: `Delete one of the columns, or give it another name` };
  }
  if (columns.length === 0 && report.suggestions.length === 0) return noHeader(header);
  if (has('productId') && (has('image') || has('operationType'))) return undefined;
  const missing = (['productId', 'image'] as const).filter((column) => !has(column));
  const names = missing.map((column) => (map.preset?.columns[column] ?? [headerName(column)]).join(' or '));
  const ofPreset = map.preset === undefined ? '' : `, as a ${map.preset.title} has it`;
  const why = `must name a column ${names.join(' and a column ')}${ofPreset}`;
  const suggested = missing.flatMap((column) => {
    const name = report.suggestions.find(({ meant }) => meant === column)?.name;
    return name === undefined ? [] : [{ column, name }];
  });
  if (suggested.length > 0)
    return {
      why,
      next: suggested
        .map(({ column, name }) => `Did you mean ${show(name)}? Say so with ${option(column, name)}`)
        .join('. '),
    };
  if (!has('image') && has('picName'))
    return {
      why,
      next: `PicName is only the name in the gallery: where the files have the same names, say so with ${option('image', report.columns.picName?.[0] ?? 'PicName')}`,
    };
  return { why, next: 'Check the header, the separator and that the file is UTF-8' };
}

const option = (column: 'image' | 'productId', name: string) =>
  `columns: { ${column}: ${show(name)} }, on the command line --column ${quotedForShell(`${headerName(column)}=${name}`)}`;

/** An argument of a command line. */
const quotedForShell = (argument: string): string =>
  /^[\w=.:/-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;

const EXAMPLE = 'ProductId,Image,CustomContent';

/** The first line knows no name of ours. */
function noHeader(header: readonly string[]): HeaderFault {
  const filled = header.filter((name) => name.trim() !== '');
  if (filled.some(looksLikeData))
    return {
      why: 'looks like a row of data, not like a header',
      next: `Write a header above it, such as ${EXAMPLE}`,
    };
  if (filled.length === 1 && header.length > 1)
    return {
      why: 'looks like a title, not like a header',
      next: 'Delete it, so that the header comes first',
    };
  return {
    why: `names no column that is known, such as ${EXAMPLE}`,
    next: 'Check the header, the separator and that the file is UTF-8, or say which column is which: columns: { productId: …, image: … }, on the command line --column ProductId=… --column Image=…',
  };
}

const looksLikeData = (cell: string): boolean =>
  /^[\d\s.,:/+-]+$/.test(cell) ||
  looksLikeImage(cell.trim()) ||
  (plainName(cell) === '' && cell.trim() !== '');
