import { isUtf8 } from 'node:buffer';
import { LINE_FEED, type LineBlock, lineBlocks } from '../../shared/text/lines.ts';
import type { RowPlace } from '../model/catalogue-entry.ts';
import { MAX_ROW_BYTES } from '../model/limits.ts';
import { notUtf8 } from '../model/not-utf8.ts';
import type { RawRow } from '../model/raw-row.ts';
import { withoutEndlessLines } from './endless-line.ts';
import { KeyEnds } from './object-keys.ts';
import { NO_ISSUES, objectRow, refusedRow } from './object-row.ts';

/** One JSON object a line, in batches of the lines that came together. A line that is none is a row with an issue. */
export async function* readObjectLines(
  bytes: AsyncIterable<Uint8Array>,
  source: string | null,
): AsyncGenerator<readonly RawRow[], void, void> {
  let line = 1;
  for await (const block of lineBlocks(withoutEndlessLines(bytes, source), MAX_ROW_BYTES)) {
    const rows = block.cut ? [tooLong({ source, line, lines: 1 })] : rowsOf(block, source, line);
    line += rows.length;
    yield rows;
  }
}

const tooLong = (place: RowPlace) =>
  refusedRow(place, `The line is longer than ${MAX_ROW_BYTES.toLocaleString('en')} bytes`);

function rowsOf(block: LineBlock, source: string | null, firstLine: number): readonly RawRow[] {
  const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.length);
  const isText = isUtf8(bytes);
  const keyEnds = new KeyEnds(bytes);
  const rows: RawRow[] = [];
  for (let start = 0, line = firstLine; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    const place = { source, line, lines: 1 };
    if (end - start > MAX_ROW_BYTES) rows.push(tooLong(place));
    else if (isText || isUtf8(bytes.subarray(start, end)))
      rows.push(rowOf(bytes.toString('utf8', start, end), place, keyEnds.count(start, end))); // line by line is faster than at once
    else rows.push({ place, issues: [notUtf8(bytes.subarray(start, end))] });
    start = end + 1;
  }
  return rows;
}

const rowOf = (text: string, place: RowPlace, keyEnds: number): RawRow =>
  (text.length <= 1 || text.charCodeAt(0) <= SPACE) && text.trim() === ''
    ? { place, passedOver: 'empty', issues: NO_ISSUES }
    : objectRow(text, place, 'The line', keyEnds);

const SPACE = 0x20;
