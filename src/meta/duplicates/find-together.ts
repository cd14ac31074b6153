import type { DuplicateFindings } from './duplicate-findings.ts';
import { countLine, type GroupRule } from './group-lines.ts';
import type { LineGroups } from './line-groups.ts';
import type { PartitionReader } from './partition-reader.ts';

export interface FindOptions {
  readonly rule: GroupRule;
  readonly groups: LineGroups;
  readonly findings: DuplicateFindings;
  /** Whether lines both add and delete. Where all do the same, no line changes what was found of one before it. */
  readonly isMixed: boolean;
  /** Hears of each entry once. */
  readonly onEntry?: ((reader: PartitionReader) => void) | undefined;
}

/**
 * Finds what the lines of one partition break together, and gives the number of entries read. In a mixed file that
 * depends on later lines, too: there all lines are counted first, and judged in a second reading, if any two belong together.
 */
export function findTogether(
  reader: PartitionReader,
  partition: number,
  { rule, groups, findings, isMixed, onEntry }: FindOptions,
): number {
  const { entry } = reader;
  const judge = (group: number) => {
    const found = rule(groups.words, group, entry);
    if (found !== undefined) findings.add(found.code, reader, found.otherLine);
  };
  let count = 0;
  let mustJudge = false;
  groups.clear();
  for (reader.open(partition); reader.next(); count++) {
    onEntry?.(reader);
    const group = groups.groupOf(entry, reader.length);
    if (!countLine(groups.words, group, entry)) continue;
    if (isMixed) mustJudge = true;
    else judge(group);
  }
  if (!mustJudge) return count;
  for (reader.open(partition); reader.next(); count++) judge(groups.groupOf(entry, reader.length));
  return count;
}
