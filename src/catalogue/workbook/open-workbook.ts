import { ClosingItems } from '../../shared/async/closing-items.ts';
import { show } from '../../shared/options/checks.ts';
import type { OpenSource, RawRow } from '../model/raw-row.ts';
import { findSheet } from './find-sheet.ts';
import { WORKBOOK_LIMITS } from './limits.ts';
import { numberStyles } from './number-styles.ts';
import { type OpenZip, openZip, type WorkbookBytes } from './open-zip.ts';
import { sharedTexts } from './shared-texts.ts';
import { type SheetRow, sheetRows } from './sheet-rows.ts';
import { workbookFault } from './workbook-fault.ts';

/**
 * Opens a workbook of Excel (.xlsx): the first sheet that is not hidden, whose first row with text is the header. A row's line
 * is its number in the sheet. Numbers come as Excel shows them, integers without exponent, dates as ISO 8601, formulas as
 * what they came to.
 *
 * A stream is held in memory.
 *
 * @throws {TypeError} for a workbook that is damaged, protected, empty or larger than `WORKBOOK_LIMITS`
 * @throws {ImageSearchError} `YAUZL_MISSING` without the optional package
 */
export async function openWorkbook(
  opened: WorkbookBytes,
  signal?: AbortSignal | undefined,
): Promise<OpenSource> {
  const fault = (reason: string) => workbookFault(opened.name, reason);
  const zip = await openZip(opened, signal);
  try {
    const sheet = await findSheet(zip, fault);
    const { name, is1904 } = sheet;
    const texts = await partOr(zip, sheet.texts, WORKBOOK_LIMITS.textsBytes, (bytes) =>
      sharedTexts(bytes, fault),
    );
    const styles = await partOr(zip, sheet.styles, WORKBOOK_LIMITS.partBytes, (bytes) =>
      numberStyles(bytes, fault),
    );
    const bytes = await zip.part(sheet.part, WORKBOOK_LIMITS.sheetBytes);
    if (bytes === undefined) throw fault(`its sheet ${show(name)} is missing`);
    const batches = sheetRows(bytes, { texts, styles, is1904, fault });
    const { header, rows } = await untilHeader(batches);
    if (header === undefined) throw fault(`its first sheet, ${show(name)}, is empty`);
    const notes = [`Read the sheet ${show(name)}${besides(sheet.others)}`];
    return {
      header: header.cells,
      recognised: { format: 'xlsx', sheet: name, notes },
      rows: new ClosingItems(new RawRows(opened.name, header.number).all(rows, batches), async () => {
        await batches.return();
        zip.close();
      }),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

const besides = (others: readonly string[]): string =>
  others.length === 0 ? '' : `; left alone: ${others.map((other) => show(other)).join(', ')}`;

/** Reads a part that a workbook need not have. */
async function partOr<T>(
  zip: OpenZip,
  name: string | undefined,
  most: number,
  read: (bytes: AsyncIterable<Uint8Array>) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const bytes = name === undefined ? undefined : await zip.part(name, most);
  return bytes === undefined ? [] : read(bytes);
}

type Batches = AsyncGenerator<readonly SheetRow[], void, void>;

/** The header, and the rows that came with it. */
async function untilHeader(batches: Batches) {
  const next = await batches.next();
  const rows = next.done ? [] : next.value;
  const [first] = rows;
  return { header: first === undefined || first.cells.length === 0 ? undefined : first, rows };
}

/** Rows of a sheet as rows of a catalogue: those without text count as well. */
class RawRows {
  readonly #source: string | null;
  readonly #header: number;
  #last = 0;

  constructor(source: string | null, header: number) {
    this.#source = source;
    this.#header = header;
  }

  async *all(first: readonly SheetRow[], batches: Batches): AsyncGenerator<readonly RawRow[], void, void> {
    yield this.#of(first);
    for await (const batch of batches) yield this.#of(batch);
  }

  #of(rows: readonly SheetRow[]): readonly RawRow[] {
    return rows.flatMap(({ number, cells }) => {
      const before = this.#last + 1;
      this.#last = number;
      if (cells.length === 0) return [this.#empty(before, number)];
      const place = { source: this.#source, line: number, lines: 1 };
      const row: RawRow =
        number === this.#header ? { place, passedOver: 'header', issues: [] } : { place, cells, issues: [] };
      return before === number ? [row] : [this.#empty(before, number - 1), row];
    });
  }

  #empty(line: number, last: number): RawRow {
    return { place: { source: this.#source, line, lines: last - line + 1 }, passedOver: 'empty', issues: [] };
  }
}
