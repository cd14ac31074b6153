import type { RowPlace } from '../../catalogue/model/catalogue-entry.ts';
import { META_FILE_RULES } from '../../meta/rules/file-rules.ts';
import { type Issue, passes } from '../../shared/errors/issue.ts';
import { readJsonLinesFile } from '../../shared/files/json-lines-file.ts';
import { Beside } from './beside.ts';
import type { KeyFact } from './entry-keys.ts';
import {
  type EntryFinding,
  entriesFile,
  findingsFile,
  keysFile,
  type OtherEntry,
  type PlannedEntry,
  type WrittenEntry,
} from './planned-entry.ts';

/** Every entry that `planEntries` wrote down, in its order, with all that was found by comparing it. */
export async function* plannedEntries(work: string): AsyncGenerator<PlannedEntry, void, void> {
  const findings = await Beside.open<EntryFinding>(findingsFile(work));
  const keys = await Beside.open<KeyFact>(keysFile(work));
  try {
    for await (const entry of readJsonLinesFile<WrittenEntry>(entriesFile(work))) {
      const { number } = entry;
      yield findings.has(number) || keys.has(number)
        ? withFindings(entry, await findings.take(number), await keys.take(number))
        : entry;
    }
    findings.assertEnd();
    keys.assertEnd();
  } finally {
    await findings.close();
    await keys.close();
  }
}

function withFindings(
  entry: WrittenEntry,
  findings: readonly EntryFinding[],
  keys: readonly KeyFact[],
): PlannedEntry {
  const { record, place } = entry;
  if (record === undefined) throw new Error('Defect in planEntries: a refused entry was compared');
  // The finder knows entries by their numbers; people know them by their lines.
  const between = findings.map(
    ({ other, code, severity, path }): Issue => ({
      ...{ code, severity, path },
      message: META_FILE_RULES[code].message(record, lineOf(other, place)),
    }),
  );
  const taken = keys.flatMap(({ takenBy }) =>
    takenBy === undefined ? [] : [keyTaken(record.picName, takenBy, place)],
  );
  const issues = [...entry.issues, ...between, ...taken];
  const otherOf = (code: EntryFinding['code']) => findings.find((finding) => finding.code === code)?.other;
  return {
    ...{ ...entry, issues },
    record: passes(issues) ? record : undefined,
    replacedBy: otherOf('META_DELETE_BEFORE_ADD'),
    after: record.operationType === 'ADD' ? otherOf('META_PRODUCT_REPLACED') : undefined,
    present: keys[0]?.present,
  };
}

const keyTaken = (picName: string | undefined, takenBy: OtherEntry | null, place: RowPlace): Issue => ({
  code: 'UPLOAD_KEY_TAKEN',
  severity: 'error',
  path: ['picName'],
  message:
    takenBy === null
      ? `PicName ${JSON.stringify(picName)} is that of increment.meta itself: give the image another one`
      : `PicName ${JSON.stringify(picName)} is that of another image, in line ${lineOf(takenBy, place)} already: give one of them another PicName`,
});

const lineOf = ({ line }: OtherEntry, place: RowPlace): number | string =>
  line === place.line ? `${line}, in the same row,` : line;
