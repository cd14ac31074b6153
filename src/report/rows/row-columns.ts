import type { ReportRow } from '../report-row.ts';
import { NumberedTexts } from './numbered-texts.ts';
import type { CodeSet, PackedRows } from './packed-rows.ts';

/** A page holds so many rows at most: a browser sorts and searches them in a moment. */
export const MOST_ROWS = 200_000;
/** The texts of the rows have so many characters at most together: it bounds memory, whatever the names are. */
const MOST_CHARACTERS = 67_108_864;
const LONGEST_TEXT = 2_000;

/** Rows as columns, up to what a page can hold. */
export class RowColumns {
  readonly #most: number;
  readonly #statuses = new NumberedTexts();
  readonly #differences = new NumberedTexts();
  readonly #sources = new NumberedTexts();
  /** As JSON. */
  readonly #codeSets = new NumberedTexts();
  readonly #columns = {
    ...{ status: [] as number[], source: [] as number[], line: [] as number[] },
    ...{ productId: [] as string[], name: [] as string[], codes: [] as number[], messages: [] as string[] },
    ...{ difference: [] as number[], notes: [] as string[] },
    ...{ bytes: [] as number[], width: [] as number[], height: [] as number[] },
  };
  #characters = 0;

  /** @param most how many rows it takes */
  constructor(most = MOST_ROWS) {
    this.#most = most;
  }

  get length(): number {
    return this.#columns.status.length;
  }

  /** Takes a row. Returns false when there is no room for it. */
  add({ status, place, productId, picName, issues, image, difference, note }: ReportRow): boolean {
    if (this.length >= this.#most || this.#characters >= MOST_CHARACTERS) return false;
    const set: CodeSet = issues.map(({ code, severity }) => ({ code, isWarning: severity === 'warning' }));
    const messages = issues.map(({ message }) => cut(message.replace(/[\r\n]+/g, ' '))).join('\n');
    const to = this.#columns;
    to.status.push(this.#statuses.numberOf(status));
    to.difference.push(this.#differences.numberOf(difference ?? ''));
    to.notes.push(cut(note ?? ''));
    to.source.push(this.#sources.numberOf(cut(place?.source ?? '')));
    to.line.push(place?.line ?? 0);
    to.productId.push(cut(productId ?? ''));
    to.name.push(cut(picName ?? ''));
    to.codes.push(this.#codeSets.numberOf(JSON.stringify(set)));
    to.messages.push(messages);
    for (const name of ['bytes', 'width', 'height'] as const) to[name].push(image?.[name] ?? 0);
    this.#characters +=
      messages.length + (note?.length ?? 0) + (productId?.length ?? 0) + (picName?.length ?? 0);
    return true;
  }

  packed(): PackedRows {
    return {
      ...this.#columns,
      statuses: this.#statuses.texts,
      differences: this.#differences.texts,
      sources: this.#sources.texts,
      codeSets: this.#codeSets.texts.map((set) => JSON.parse(set) as CodeSet),
    };
  }
}

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);
