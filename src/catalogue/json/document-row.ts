import { isUtf8 } from 'node:buffer';
import type { RowPlace } from '../model/catalogue-entry.ts';
import { MAX_ROW_BYTES } from '../model/limits.ts';
import { notUtf8 } from '../model/not-utf8.ts';
import type { RawRow } from '../model/raw-row.ts';
import { KeyEnds } from './object-keys.ts';
import { objectRow, refusedRow } from './object-row.ts';
import type { ItemBytes } from './open-item.ts';

/** The row of a document's item whose end was found. */
export function documentRow({ bytes, isCut }: ItemBytes, place: RowPlace): RawRow {
  if (isCut) return refusedRow(place, `The item is longer than ${MAX_ROW_BYTES.toLocaleString('en')} bytes`);
  if (!isUtf8(bytes)) return { place, issues: [notUtf8(bytes, 'The item')] };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return objectRow(text.toString(), place, 'The item', new KeyEnds(text).count(0, text.length));
}
