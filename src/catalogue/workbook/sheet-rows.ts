import { type NumberStyle, numberText } from './cell-text.ts';
import { WORKBOOK_LIMITS } from './limits.ts';
import { styleAt } from './number-styles.ts';
import { TextCollector, unescaped } from './shared-texts.ts';
import { xmlEvents } from './xml-events.ts';

/** A row of a sheet. */
export interface SheetRow {
  /** From 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly texts: readonly string[];
  readonly styles: readonly NumberStyle[];
  readonly is1904: boolean;
  readonly fault: (reason: string) => Error;
}

/**
 * The rows of a sheet that have text, in batches of those that came together. Where rows without text end the sheet, the last
 * of them comes, too.
 *
 * @param bytes of the sheet's part
 */
export async function* sheetRows(
  bytes: AsyncIterable<Uint8Array>,
  context: SheetContext,
): AsyncGenerator<readonly SheetRow[], void, void> {
  const reader = new SheetReader(context);
  for await (const _ of xmlEvents(bytes, reader, context.fault)) {
    const rows = reader.take();
    if (rows.length > 0) yield rows;
  }
  const last = reader.emptyEnd();
  if (last !== undefined) yield [last];
}

class SheetReader {
  readonly #context: SheetContext;
  #rows: SheetRow[] = [];
  #number = 0;
  /** The last row with text. */
  #filled = 0;
  #cells: string[] | undefined;
  #column = 0;
  #cell: Readonly<Record<string, string>> = {};
  #isValue = false;
  #value = '';
  readonly #inline = new TextCollector();
  /** Characters of the row that it holds itself, and not among the shared texts. */
  #length = 0;

  constructor(context: SheetContext) {
    this.#context = context;
  }

  take(): readonly SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** The last row, if it has no text. */
  emptyEnd(): SheetRow | undefined {
    return this.#number > this.#filled ? { number: this.#number, cells: [] } : undefined;
  }

  readonly open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === 'row') this.#beginRow(attributes['r']);
    else if (name === 'c') this.#beginCell(attributes);
    else if (name === 'v') this.#isValue = true;
    else this.#inline.open(name);
  };

  readonly text = (value: string): void => {
    if (this.#isValue) this.#value += value;
    else this.#inline.add(value);
    if (Math.max(this.#value.length, this.#inline.length) > WORKBOOK_LIMITS.cellLength * 2)
      this.#refuse('a cell is longer than Excel allows');
  };

  readonly close = (name: string): void => {
    if (name === 'row') {
      this.#endRow();
    } else if (name === 'c') this.#endCell();
    else if (name === 'v') this.#isValue = false;
    else this.#inline.close(name);
  };

  #beginRow(reference: string | undefined): void {
    const number = reference === undefined ? this.#number + 1 : Number(reference);
    if (!Number.isInteger(number) || number <= this.#number || number > WORKBOOK_LIMITS.rows)
      this.#refuse(`row ${reference} follows row ${this.#number}`);
    this.#number = number;
    this.#cells = [];
    this.#column = 0;
    this.#length = 0;
  }

  #endRow(): void {
    const cells = this.#cells ?? [];
    this.#cells = undefined;
    if (!cells.some((cell) => cell.trim() !== '')) return;
    this.#rows.push({ number: this.#number, cells });
    this.#filled = this.#number;
  }

  #beginCell(attributes: Readonly<Record<string, string>>): void {
    this.#cell = attributes;
    this.#value = '';
    const reference = attributes['r'];
    const column = reference === undefined ? this.#column : columnOf(reference);
    if (!(column >= this.#column && column < WORKBOOK_LIMITS.columns))
      this.#refuse(`cell ${reference} in row ${this.#number} is out of its order, or beyond column XFD`);
    this.#column = column;
  }

  #endCell(): void {
    const inline = this.#inline.take();
    this.#length += this.#value.length + inline.length;
    if (this.#length > WORKBOOK_LIMITS.rowLength)
      throw this.#context.fault(
        `row ${this.#number} holds more than ${WORKBOOK_LIMITS.rowLength.toLocaleString('en')} characters`,
      );
    const text = this.#textOf(inline);
    const cells = this.#cells;
    if (text !== '' && cells !== undefined) {
      while (cells.length < this.#column) cells.push('');
      cells.push(text);
    }
    this.#column += 1;
  }

  /** The cell as Excel shows it; of a formula, what it came to. */
  #textOf(inline: string): string {
    const { t: type, s: style } = this.#cell;
    const { texts, styles, is1904 } = this.#context;
    switch (type) {
      case 's':
        return this.#value === ''
          ? ''
          : (texts[Number(this.#value)] ?? this.#refuse('a cell refers to a text that is not there'));
      case 'inlineStr':
        return inline;
      case 'str':
        return unescaped(this.#value);
      case 'b':
        return this.#value === '' ? '' : String(this.#value === '1' || this.#value === 'true');
      case 'e':
      case 'd':
        return this.#value;
      default:
        return numberText(this.#value, styleAt(styles, style), is1904);
    }
  }

  #refuse(reason: string): never {
    throw this.#context.fault(`${reason}: the sheet is damaged`);
  }
}

/** A column's position from 0, by a reference such as `B7`; NaN for one that is none. */
function columnOf(reference: string): number {
  const letters = /^([A-Z]{1,7})\d+$/i.exec(reference)?.[1]?.toUpperCase() ?? '';
  const position = [...letters].reduce((sum, letter) => sum * LETTERS + letter.charCodeAt(0) - BEFORE_A, 0);
  return letters === '' ? Number.NaN : position - 1;
}

const [LETTERS, BEFORE_A] = [26, 0x40];
