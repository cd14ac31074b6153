import type { Delimiter, RawRow } from '../../../src/catalogue/model/raw-row.ts';
import { openTable } from '../../../src/catalogue/table/open-table.ts';
import { collect } from '../../shared/async/collect.ts';

interface How {
  readonly preferred?: Delimiter;
  readonly delimiter?: Delimiter;
  /** In bytes. @default everything at once */
  readonly chunk?: number;
}

/** Reads a whole table. */
export async function tableOf(content: string | Uint8Array, { chunk, preferred = ',', delimiter }: How = {}) {
  const bytes = Buffer.from(content as string);
  const source = chunksOf(bytes, chunk ?? bytes.length);
  const { rows, ...table } = await openTable(source, { source: 'shop.csv', preferred, delimiter });
  return { ...table, rows: (await collect(rows)).flat() };
}

export async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The cells of rows without an error. */
export const cellsOf = (rows: readonly RawRow[]) =>
  rows.filter((row) => row.passedOver === undefined && !hasError(row)).map(({ cells }) => cells);

export const hasError = ({ issues }: RawRow): boolean => issues.some(({ severity }) => severity === 'error');

/** What became of each line, in short: `2 a|b`, `3-5 CATALOGUE_QUOTE`, `6 empty`. */
export const account = (rows: readonly RawRow[]): string[] =>
  rows.map((row) => {
    const { line, lines } = row.place;
    const where = lines === 1 ? `${line}` : `${line}-${line + lines - 1}`;
    const codes = row.issues.map(({ code }) => code);
    const what = row.passedOver ?? (hasError(row) ? codes : [row.cells?.join('|'), ...codes]);
    return `${where} ${[what].flat().join(' ')}`;
  });

export const messages = (rows: readonly RawRow[]): string[] =>
  rows.flatMap(({ issues }) => issues.map(({ message }) => message));
