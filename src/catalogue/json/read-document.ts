import type { RawRow } from '../model/raw-row.ts';
import { ObjectCutter } from './object-cutter.ts';

/**
 * The rows of a document of JSON, in batches.
 *
 * @param member of the outer object, if there is one, that holds the rows; true: its first array of objects
 */
export async function* readDocument(
  bytes: AsyncIterable<Uint8Array>,
  source: string | null,
  member: string | true | undefined,
): AsyncGenerator<readonly RawRow[], void, void> {
  const cutter = new ObjectCutter(source, member);
  for await (const chunk of bytes) {
    const rows = cutter.add(chunk);
    if (rows.length > 0) yield rows;
  }
  const last = cutter.end();
  if (last.length > 0) yield last;
}
