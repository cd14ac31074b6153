import { show } from '../shared/checks.ts';
import type { ByteLine } from '../shared/lines.ts';
import type { CatalogueRow, RowPlace } from './catalogue-entry.ts';
import { readRow, unreadableRow } from './read-row.ts';

/** A file of one JSON object a line. A line that is none is a row with an issue; the rest is read on. */
export async function* readJsonLines(
  lines: AsyncIterable<ByteLine>,
  source: string,
): AsyncGenerator<CatalogueRow, void, void> {
  for await (const { bytes, line, cut } of lines) {
    if (line === 1 && source.toLowerCase().endsWith('.json') && isArray(bytes)) {
      throw new TypeError(
        `Cannot read catalogue ${show(source)} as it must have one JSON object per line: it is a JSON array. Write its items one to a line`,
      );
    }
    const place = { source, line };
    const row = cut ? unreadableRow(place, 'The line is too long') : readLine(bytes, place);
    if (row !== undefined) yield row;
  }
}

/** Whether the first line opens an array: `[`, behind a byte order mark and blanks. */
const isArray = (bytes: Uint8Array) => /^\uFEFF?\s*\[/.test(new TextDecoder().decode(bytes.subarray(0, 64)));

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The row of a line, undefined for a blank one. */
function readLine(bytes: Uint8Array, place: RowPlace): CatalogueRow | undefined {
  let value: unknown;
  try {
    const text = utf8.decode(bytes).trim();
    if (text === '') return undefined;
    value = JSON.parse(text);
  } catch (error) {
    return unreadableRow(
      place,
      `The line is not ${error instanceof SyntaxError ? `JSON: ${error.message}` : 'UTF-8: save the file as UTF-8'}`,
    );
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject
    ? readRow(value as Record<string, unknown>, place)
    : unreadableRow(place, `The line is ${show(value)}: it must be a JSON object`);
}
