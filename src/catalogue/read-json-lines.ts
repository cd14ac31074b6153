import { show } from '../shared/checks.ts';
import type { ByteLine } from '../shared/lines.ts';
import type { CatalogueRow } from './catalogue-entry.ts';
import { readRow, unreadableRow } from './read-row.ts';

/** A file of one JSON object a line. A line that is none is a row with an issue; the rest is read on. */
export async function* readJsonLines(
  lines: AsyncIterable<ByteLine>,
  source: string,
): AsyncGenerator<CatalogueRow, void, void> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for await (const { bytes, line, cut } of lines) {
    const place = { source, line };
    try {
      const text = utf8.decode(bytes).trim();
      if (text === '') continue;
      const value: unknown = cut ? undefined : JSON.parse(text);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      yield isObject
        ? readRow(value as Record<string, unknown>, place)
        : unreadableRow(
            place,
            cut ? 'The line is too long' : `The line is ${show(value)}: it must be a JSON object`,
          );
    } catch (error) {
      yield unreadableRow(
        place,
        `The line is not ${error instanceof SyntaxError ? `JSON: ${error.message}` : 'UTF-8: save the file as UTF-8'}`,
      );
    }
  }
}
