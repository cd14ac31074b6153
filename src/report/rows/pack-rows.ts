import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PackedRows } from './packed-rows.ts';

/** The rows as the page has them: JSON, gzip, base64. */
export async function packRows(rows: PackedRows): Promise<string> {
  const packed = await promisify(gzip)(JSON.stringify(rows));
  return packed.toString('base64');
}
