import { messageOf, thrownOrReason } from '../../shared/errors/callers-code.ts';
import { show } from '../../shared/options/checks.ts';
import { catalogueIssue } from '../model/catalogue-rules.ts';
import type { OpenSource, RawRow } from '../model/raw-row.ts';
import { plainObject } from './plain-object.ts';

/** Entries as objects: plain ones, instances of classes, Maps, rows of a database. */
export function openObjects(
  source: Iterable<object> | AsyncIterable<object>,
  signal?: AbortSignal,
): OpenSource {
  return { header: undefined, recognised: { format: 'objects' }, rows: rowsOf(source, signal) };
}

/** Of an array many in a batch; of everything else one by one, as they are asked for. */
async function* rowsOf(
  source: Iterable<object> | AsyncIterable<object>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly RawRow[], void, void> {
  let line = 0;
  if (Array.isArray(source)) {
    for (; line < source.length; line += BATCH)
      yield source.slice(line, line + BATCH).map((value, at) => rowOf(value, line + at + 1));
    return;
  }
  let isReading = true; // what is thrown while a reader has the row is the reader's own
  try {
    for await (const value of source) {
      line += 1;
      isReading = false;
      yield [rowOf(value, line)];
      isReading = true;
    }
  } catch (error) {
    if (!isReading) throw error;
    throw thrownOrReason(`The iterator of the catalogue threw after entry ${line}`, error, signal);
  }
}

const BATCH = 256;

function rowOf(value: unknown, line: number): RawRow {
  const place = { source: null, line, lines: 1 };
  const refused = (message: string): RawRow => ({
    place,
    issues: [catalogueIssue('CATALOGUE_UNREADABLE', message)],
  });
  try {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
      return refused(`The entry is ${show(value)}: it must be an object`);
    return { place, object: plainObject(value), issues: [] };
  } catch (error) {
    return refused(`The entry cannot be read: ${messageOf(error)}`);
  }
}
