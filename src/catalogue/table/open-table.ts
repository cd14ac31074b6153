import { abortable } from '../../shared/async/abortable.ts';
import { ClosingItems } from '../../shared/async/closing-items.ts';
import { show } from '../../shared/options/checks.ts';
import { empty, unreadable } from '../model/catalogue-unreadable.ts';
import { DELIMITERS, type Delimiter, type OpenSource, type RawRow } from '../model/raw-row.ts';
import { separatorOf } from './before-header.ts';
import { DELIMITER_NAMES } from './delimiter-names.ts';
import { type PhysicalLine, PhysicalLineCutter } from './physical-lines.ts';
import { readHead } from './read-head.ts';
import { recogniseDelimiter } from './recognise-delimiter.ts';
import { TableReader } from './table-reader.ts';

export interface TableOptions {
  /** The file's path; null for a stream. */
  readonly source: string | null;
  /** What separates the cells. @default what a line `sep=;` says, else recognised from the first rows */
  readonly delimiter?: Delimiter | undefined;
  /** What usually separates the cells in a file of this name: recognised where the rows say nothing else. */
  readonly preferred: Delimiter;
  readonly signal?: AbortSignal | undefined;
}

type RowBatches = AsyncGenerator<readonly RawRow[], void, void>;
type LineBatches = AsyncGenerator<readonly PhysicalLine[], void, void>;

/** How many batches of blank lines may follow the header before the table counts as open. */
const MOST_BATCHES_WITHOUT_ROW = 100;

/**
 * Opens a table with a header: cells between delimiters, quoted as RFC 4180 says. Takes linear time whatever the quotes
 * are, and memory for one chunk and the longest row, at most 1 MiB.
 *
 * @param bytes in UTF-8; what is not becomes U+FFFD, and the row says in which cells
 * @throws {TypeError} when there is no header or it cannot be read; when there is no row, now or once rows are read
 */
export async function openTable(
  bytes: AsyncIterable<Uint8Array>,
  { source, delimiter: given, preferred, signal }: TableOptions,
): Promise<OpenSource> {
  const cutter = new PhysicalLineCutter();
  const lines = lineBatches(abortable(bytes, signal), cutter);
  try {
    const head = await readHead(lines, cutter, source);
    const named = separatorOf(head.lines[0]?.text ?? '');
    const delimiter = given ?? delimiterNamed(named, source) ?? recogniseDelimiter(head.shown, preferred);
    const reader = new TableReader(source, delimiter);
    const rest = rowBatches(head.lines, lines, reader, source);
    const begun = await readToFirstRow(rest, reader);
    const rows = new ClosingItems(allOf(begun, rest), () => rest.return());
    const recognised = {
      format: delimiter === '\t' ? ('tsv' as const) : ('csv' as const),
      delimiter,
      notes: delimiter === (given ?? preferred) ? undefined : [delimiterNote(delimiter, preferred)],
    };
    return { header: reader.header, recognised, rows };
  } catch (error) {
    await lines.return();
    throw error;
  }
}

async function* lineBatches(chunks: AsyncIterable<Uint8Array>, cutter: PhysicalLineCutter): LineBatches {
  for await (const chunk of chunks) yield cutter.add(chunk);
  yield cutter.end();
}

async function* rowBatches(
  head: readonly PhysicalLine[],
  lines: LineBatches,
  reader: TableReader,
  source: string | null,
): RowBatches {
  try {
    yield* reader.add(head);
    for await (const batch of lines) yield* reader.add(batch);
    yield* reader.end();
  } finally {
    await lines.return();
  }
  if (reader.header === undefined) throw empty(source, 'it is empty: its first line must name the columns');
  if (!reader.hasRows) throw empty(source, 'it has a header and no rows');
}

/** Batches up to the first with a row: then the header is there, too. */
async function readToFirstRow(rows: RowBatches, reader: TableReader): Promise<(readonly RawRow[])[]> {
  const begun: (readonly RawRow[])[] = [];
  while (reader.header === undefined || (!reader.hasRows && begun.length < MOST_BATCHES_WITHOUT_ROW)) {
    const next = await rows.next();
    if (next.done) break;
    begun.push(next.value);
  }
  return begun;
}

async function* allOf(begun: readonly (readonly RawRow[])[], rest: RowBatches): RowBatches {
  for (const batch of begun) if (batch.length > 0) yield batch;
  for await (const batch of rest) if (batch.length > 0) yield batch;
}

/** @param named by Excel's line `sep=;` */
function delimiterNamed(named: string | undefined, source: string | null): Delimiter | undefined {
  const delimiter = DELIMITERS.find((one) => one === named);
  if (delimiter !== undefined || named === undefined) return delimiter;
  throw unreadable(
    source,
    `its line sep= names ${show(named)}: it must be one of ${DELIMITERS.map((one) => show(one)).join(' ')}`,
  );
}

const delimiterNote = (delimiter: Delimiter, preferred: Delimiter) =>
  `The cells are separated by ${DELIMITER_NAMES[delimiter]}, not by ${DELIMITER_NAMES[preferred]}, as they usually are in a file of this name`;
