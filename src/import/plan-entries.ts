import { join } from 'node:path';
import type { CatalogueRow, RowPlace } from '../catalogue/catalogue-entry.ts';
import { recordOf } from '../catalogue/record-of.ts';
import { DuplicateFinder } from '../meta/duplicates/duplicate-finder.ts';
import { metaContext } from '../meta/model/meta-options.ts';
import type { MetaProfile } from '../meta/model/meta-profile.ts';
import type { MetaRecord } from '../meta/model/meta-record.ts';
import type { PicNameBase } from '../meta/model/pic-name.ts';
import { RecordCheck } from '../meta/rules/check-record.ts';
import { type Issue, passes } from '../shared/issue.ts';
import type { ServiceType } from '../shared/service-type.ts';
import { importIssue } from './import-issue.ts';
import { JsonLinesWriter, readJsonLinesFile } from './json-lines-file.ts';

/** An entry of the catalogue, with every issue of its line: of the line alone, and together with other lines. */
export interface PlannedEntry {
  readonly place: RowPlace;
  /** Undefined when an issue is an error. */
  readonly record: MetaRecord | undefined;
  readonly issues: readonly Issue[];
  /** Product id, name and file as the catalogue gives them. */
  readonly productId: string | null;
  readonly picName: string | null;
  readonly image: string | null;
  /** The row of the ADD that replaces the image of this DELETE, which is then left out of increment.meta. */
  readonly replacedBy?: number | undefined;
}

type Entry = Omit<PlannedEntry, 'replacedBy'>;
type Finding = Issue & { readonly row: number; readonly otherRow?: number | undefined };

export interface PlanOptions {
  /** An existing folder for temporary files. */
  readonly work: string;
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly picNameBase: PicNameBase;
  /** The folder of increment.meta, in the bucket. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads every row before anything is done for one of them, since the outcome of an entry may depend on a later entry. The
 * entries go to one file of the work folder, and the issues between entries to another, so that memory stays small. An entry
 * whose own line is refused is not compared with others. `plannedEntries` reads both files.
 */
export async function planEntries(
  rows: AsyncIterable<CatalogueRow>,
  { work, serviceType, profile, picNameBase, folder, signal }: PlanOptions,
): Promise<void> {
  const rules = new RecordCheck(metaContext({ serviceType, profile, picNameBase, metaFolder: folder }));
  using finder = new DuplicateFinder({ profile, temporaryFolder: work });
  await writeAll(entriesFile(work), async (entries: JsonLinesWriter<Entry>) => {
    let last = 0;
    for await (const row of rows) {
      const { line } = row.place;
      if (line <= last) throw new Error(`Defect in readCatalogue: row ${line} comes after row ${last}`);
      last = line;
      const checked = checkLine(row, rules, { picNameBase, folder });
      if (checked.record !== undefined) finder.add(checked.record, line);
      await entries.add(checked);
    }
  });
  await writeAll(findingsFile(work), async (findings: JsonLinesWriter<Finding>) => {
    for await (const { line: row, otherLine: otherRow, code, severity, path, message } of finder.issues(
      signal,
    ))
      await findings.add({ row, otherRow, code, severity, path, message });
  });
}

/** Every row that `planEntries` read, in its order, with all its issues. */
export async function* plannedEntries(work: string): AsyncGenerator<PlannedEntry, void, void> {
  const findings = readJsonLinesFile<Finding>(findingsFile(work));
  let next = await findings.next();
  for await (const { line: _, ...entry } of readJsonLinesFile<Entry>(entriesFile(work))) {
    const issuesBetween: Issue[] = [];
    let replacedBy: number | undefined;
    for (; !next.done && next.value.row === entry.place.line; next = await findings.next()) {
      const { row, otherRow, line, ...issue } = next.value;
      issuesBetween.push(issue);
      if (issue.code === 'META_DELETE_BEFORE_ADD') replacedBy = otherRow;
      if (issue.code === 'META_PRODUCT_REPLACED') issuesBetween.push(needsTwoImports(entry.productId));
    }
    const issues = [...entry.issues, ...issuesBetween];
    yield { ...entry, record: passes(issues) ? entry.record : undefined, issues, replacedBy };
  }
  if (!next.done) throw new Error(`Defect in planEntries: no row ${next.value.row}. Please report this`);
}

const needsTwoImports = (productId: string | null): Issue =>
  importIssue(
    'PRODUCT_NEEDS_TWO_IMPORTS',
    `Product ${JSON.stringify(productId)} cannot be deleted and get images in one batch task: import its DELETE first, then its images with a second import`,
    ['productId'],
  );

function checkLine(
  { place, entry, names: namesOfRow, issues }: CatalogueRow,
  rules: RecordCheck,
  { picNameBase, folder }: Pick<PlanOptions, 'picNameBase' | 'folder'>,
): Entry {
  const { productId = null, image = null, picName = image } = entry ?? namesOfRow ?? {};
  const names = { place, productId, picName, image };
  if (entry === undefined) return { ...names, record: undefined, issues };
  const checked = rules.check({ ...recordOf(entry, { picNameBase, metaFolder: folder }) }, 'key');
  return { ...names, record: checked.record, issues: checked.issues };
}

async function writeAll<T extends object>(
  path: string,
  write: (file: JsonLinesWriter<T>) => Promise<void>,
): Promise<void> {
  const file = await JsonLinesWriter.create<T>(path);
  try {
    await write(file);
  } finally {
    await file.close();
  }
}

const entriesFile = (work: string) => join(work, 'entries.jsonl');
const findingsFile = (work: string) => join(work, 'findings.jsonl');
