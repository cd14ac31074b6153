import type { ColumnReport } from '../../index.ts';

const MOST_NAMES = 10;

/** What the columns of a catalogue are taken for, in one line. */
export function columnsLine(catalogue: string, report: ColumnReport): string {
  const { columns, ignored, ignoredCount, alternatives, suggestions, preset, notes = [] } = report;
  const parts = [
    howRead(report),
    preset === undefined ? '' : `columns of ${preset}`,
    report.format === 'folder' ? OF_FOLDER : takenFrom(columns),
    ...alternatives.map(
      ({ column, taken, left }) => `for ${column} ${quoted([taken])} counts, not ${quoted(left)}`,
    ),
    ignoredCount === 0 ? '' : `left alone: ${quoted(ignored, ignoredCount)}`,
    ...suggestions.map(({ name, meant }) => `did you mean ${meant} by ${quoted([name])}?`),
    ...notes,
  ];
  return `${catalogue}: ${parts.filter((part) => part !== '').join('; ')}`;
}

/** A folder has no columns. */
const OF_FOLDER = 'image from the path of each file, productId from that without its extension';

const takenFrom = (columns: ColumnReport['columns']): string =>
  Object.entries(columns)
    .map(([name, headers = []]) => `${name} from ${quoted(headers)}`)
    .join(', ');

function howRead({ format, encoding, delimiter, gzip, sheet }: ColumnReport): string {
  const details = [
    format,
    gzip === true ? 'gzip' : '',
    encoding ?? '',
    delimiter === undefined ? '' : `separated by ${JSON.stringify(delimiter)}`,
    sheet === undefined ? '' : `sheet ${JSON.stringify(sheet)}`,
  ];
  return `read as ${details.filter((detail) => detail !== '').join(', ')}`;
}

function quoted(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => JSON.stringify(name));
  const more = count - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
