import type { PackedRows } from '../rows/packed-rows.ts';

/** One row, unpacked. */
export interface RowFields {
  readonly status: string;
  readonly difference: string;
  readonly source: string;
  readonly line: number;
  readonly productId: string;
  readonly name: string;
  readonly issues: readonly {
    readonly code: string;
    readonly isWarning: boolean;
    readonly message: string;
  }[];
  readonly note: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

export function fieldsOf(rows: PackedRows, n: number): RowFields {
  const messages = (rows.messages[n] ?? '').split('\n');
  const set = rows.codeSets[rows.codes[n] ?? 0] ?? [];
  return {
    status: rows.statuses[rows.status[n] ?? 0] ?? '',
    difference: rows.differences[rows.difference[n] ?? 0] ?? '',
    source: rows.sources[rows.source[n] ?? 0] ?? '',
    line: rows.line[n] ?? 0,
    productId: rows.productId[n] ?? '',
    name: rows.name[n] ?? '',
    issues: set.map((one, at) => ({ ...one, message: messages[at] ?? '' })),
    note: rows.notes[n] ?? '',
    bytes: rows.bytes[n] ?? 0,
    width: rows.width[n] ?? 0,
    height: rows.height[n] ?? 0,
  };
}
