import type { DeletedProducts } from './deleted-products.ts';
import type { DistinctEntries } from './distinct-entries.ts';
import type { Findings } from './findings.ts';
import { isDelete, lineOf, moveToLine } from './image-entry.ts';
import type { PartitionReader } from './partition-reader.ts';

/**
 * Finds, within one partition, every line whose image an earlier line names too, and tells it with the last line before
 * it that does. Gives the number of entries read.
 */
export function findRepeatedImages(
  reader: PartitionReader,
  entries: DistinctEntries,
  deleted: DeletedProducts,
  findings: Findings,
): number {
  const { entry } = reader;
  let count = 0;
  for (; reader.next(); count++) {
    deleted.meet(reader);
    const earlier = entries.findOrKeep(entry, reader.length);
    if (earlier === -1) continue;
    const same = isDelete(entry) === isDelete(entries.words, earlier);
    findings.add(same ? 'META_DUPLICATE' : 'META_ADD_AND_DELETE', reader, lineOf(entries.words, earlier));
    moveToLine(entries.words, earlier, entry);
  }
  return count;
}
