import type { ImageLine } from '../../model/meta-record.ts';
import type { MetaDraft } from '../../rules/meta-rule.ts';
import * as L from './layout.ts';

type Filling = { -readonly [K in keyof MetaDraft]: MetaDraft[K] };

/**
 * The record that a regular row describes; `text` is what its strings are cut from. A constructor, since V8 gives what
 * one fills room for all fields at once, which a literal that grows lacks (half the time of reading); plain otherwise.
 */
export const RowDraft = function (this: Filling, rows: Int32Array, row: number, text: string) {
  const seen = rows[row + L.SEEN] as number;
  if (seen & 1) this.operationType = integer(rows, row, 0) === 1 ? 'ADD' : 'DELETE';
  if (seen & (1 << 1)) this.productId = string(rows, row, 1, text);
  if (seen & (1 << 2)) this.picName = string(rows, row, 2, text);
  if (seen & (1 << 3)) this.categoryId = integer(rows, row, 3);
  if (seen & (1 << 4)) this.intAttr = integer(rows, row, 4);
  if (seen & (1 << 5)) this.intAttr2 = integer(rows, row, 5);
  if (seen & (1 << 6)) this.intAttr3 = integer(rows, row, 6);
  if (seen & (1 << 7)) this.intAttr4 = integer(rows, row, 7);
  if (seen & (1 << 8)) this.strAttr = string(rows, row, 8, text);
  if (seen & (1 << 9)) this.strAttr2 = string(rows, row, 9, text);
  if (seen & (1 << 10)) this.strAttr3 = string(rows, row, 10, text);
  if (seen & (1 << 11)) this.strAttr4 = string(rows, row, 11, text);
  if (seen & (1 << 12)) this.customContent = string(rows, row, 12, text);
  if (seen & (1 << 13)) this.crop = integer(rows, row, 13) === 1;
  if (seen & (1 << 14)) this.region = region(rows, row + L.REGION);
} as unknown as new (
  rows: Int32Array,
  row: number,
  text: string,
) => MetaDraft;
RowDraft.prototype = Object.prototype;

/** The image that a clean row names. */
export const rowImage = (rows: Int32Array, row: number, text: string): ImageLine => ({
  operationType: integer(rows, row, 0) === 1 ? 'ADD' : 'DELETE',
  productId: string(rows, row, 1, text),
  picName: string(rows, row, 2, text),
});

const integer = (rows: Int32Array, row: number, field: number): number =>
  rows[row + L.FIELDS + field * L.FIELD_INTS + 1] as number;

function string(rows: Int32Array, row: number, field: number, text: string): string {
  const cell = row + L.FIELDS + field * L.FIELD_INTS;
  return text.slice(rows[cell + 1], rows[cell + 2]);
}

const region = (rows: Int32Array, at: number) => ({
  x1: rows[at] as number,
  x2: rows[at + 1] as number,
  y1: rows[at + 2] as number,
  y2: rows[at + 3] as number,
});
