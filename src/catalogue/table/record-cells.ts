import type { Delimiter } from '../model/raw-row.ts';

/** Why a quote that opens a cell cannot be read as RFC 4180 says. */
export type QuoteFault =
  | 'textFollows' // after the closing quote, where a delimiter or the line's end must be
  | 'backslash'; // \" stands for a quote inside a quoted cell

/** The cells of one record, which is read line by line: most have one line, quoted cells can make it several. */
export class RecordCells {
  readonly cells: string[] = [];
  /** Of a quote that cannot be read. What follows it was not read. */
  fault: QuoteFault | undefined;
  /** Whether a cell begins with a quote that is text. */
  hasQuoteAsText = false;
  readonly #delimiter: Delimiter;
  /** Where the line's last quote stands that could close a cell; sought once, or hostile lines would take long. */
  #lastClose: number | undefined;
  /** Of the quoted cell that no line has closed yet. */
  #open: string[] | undefined;

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
  }

  /** Whether the next line belongs to this record, as a quoted cell is still open. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** @param lineBreak what ended the line before, if there was one */
  add(text: string, lineBreak: string): void {
    this.#lastClose = undefined;
    const from = this.#open === undefined ? 0 : this.#close(this.#open, text, lineBreak);
    for (let at = from; at <= text.length; ) at = this.#cell(text, at);
  }

  /** Reads the cell that begins at `at`. Returns where the next one begins: behind the text's end if there is none. */
  #cell(text: string, at: number): number {
    const first = afterBlanks(text, at, this.#delimiter);
    if (text[first] !== '"') return this.#literal(text, at);
    const close = closingQuote(text, first + 1);
    if (close === -1) {
      this.#open = [text.slice(first + 1)];
      return text.length + 1;
    }
    const end = afterBlanks(text, close + 1, this.#delimiter);
    if (isCellEnd(text, end, this.#delimiter)) {
      this.cells.push(unescaped(text.slice(first + 1, close)));
      return end + 1;
    }
    this.fault = this.#faultOf(text, first, close);
    if (this.fault !== undefined) return text.length + 1;
    this.hasQuoteAsText = true;
    return this.#literal(text, at);
  }

  #literal(text: string, at: number): number {
    const end = cellEnd(text, at, this.#delimiter);
    this.cells.push(text.slice(at, end));
    return end + 1;
  }

  /**
   * Text after a closing quote makes the quotes text, as in `"O" ring`, unless another meaning is likely: a backslash
   * before the quote, or a delimiter between the quotes, where one cell may be meant. A tab between quotes is a delimiter
   * all the same: nobody types it.
   */
  #faultOf(text: string, first: number, close: number): QuoteFault | undefined {
    if (text[close - 1] === '\\') {
      this.#lastClose ??= lastClosingQuote(text, this.#delimiter);
      if (this.#lastClose > close) return 'backslash';
    }
    return this.#delimiter !== '\t' && cellEnd(text, first, this.#delimiter) < close
      ? 'textFollows'
      : undefined;
  }

  /** Reads what the line has of the open cell. Returns where the next cell begins. */
  #close(open: string[], text: string, lineBreak: string): number {
    const close = closingQuote(text, 0);
    open.push(lineBreak, close === -1 ? text : text.slice(0, close));
    if (close === -1) return text.length + 1;
    const end = afterBlanks(text, close + 1, this.#delimiter);
    this.#open = undefined;
    if (isCellEnd(text, end, this.#delimiter)) {
      this.cells.push(unescaped(open.join('')));
      return end + 1;
    }
    this.fault = 'textFollows';
    return text.length + 1;
  }
}

/** The cells of a line that is read by itself: a quote that cannot be read as RFC 4180 says is text. */
export function cellsOfLine(text: string, delimiter: Delimiter): string[] {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; at <= text.length; ) {
    const first = afterBlanks(text, at, delimiter);
    const close = text[first] === '"' ? closingQuote(text, first + 1) : -1;
    const end = close === -1 ? -1 : afterBlanks(text, close + 1, delimiter);
    const isQuoted = end !== -1 && isCellEnd(text, end, delimiter);
    const next = isQuoted ? end : cellEnd(text, at, delimiter);
    cells.push(isQuoted ? unescaped(text.slice(first + 1, close)) : text.slice(at, next));
    at = next + 1;
  }
  return cells;
}

/** Where the last quote stands that could close a cell, or -1. */
function lastClosingQuote(text: string, delimiter: Delimiter): number {
  let at = text.lastIndexOf('"');
  while (at > 0 && !isCellEnd(text, afterBlanks(text, at + 1, delimiter), delimiter)) {
    at = text.lastIndexOf('"', at - 1);
  }
  return at;
}

/** Where the quoted cell closes whose content begins at `from`, or -1. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

function cellEnd(text: string, from: number, delimiter: Delimiter): number {
  const at = text.indexOf(delimiter, from);
  return at === -1 ? text.length : at;
}

const isCellEnd = (text: string, at: number, delimiter: Delimiter) =>
  at === text.length || text[at] === delimiter;

/** RFC 4180 knows no blanks around quotes, but shops write them: `1, "a"`. */
function afterBlanks(text: string, from: number, delimiter: Delimiter): number {
  let at = from;
  while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at += 1;
  return at;
}

const unescaped = (inner: string) => (inner.includes('""') ? inner.replaceAll('""', '"') : inner);
