import { LINE_FEED } from '../../shared/text/lines.ts';
import { unreadable } from '../model/catalogue-unreadable.ts';
import { MAX_JSON_LINE_BYTES } from '../model/limits.ts';

/**
 * Passes chunks on.
 *
 * @throws {CatalogueUnreadable} while reading, for a line that does not end within 64 MiB
 */
export async function* withoutEndlessLines(
  chunks: AsyncIterable<Uint8Array>,
  source: string | null,
): AsyncGenerator<Uint8Array, void, void> {
  let open = 0;
  for await (const chunk of chunks) {
    const last = chunk.lastIndexOf(LINE_FEED);
    open = last === -1 ? open + chunk.length : chunk.length - 1 - last;
    if (open > MAX_JSON_LINE_BYTES)
      throw unreadable(
        source,
        `a line of it is longer than ${MAX_JSON_LINE_BYTES.toLocaleString('en')} bytes: write one JSON object per line`,
      );
    yield chunk;
  }
}
