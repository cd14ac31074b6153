import type { CatalogueSource } from './catalogue/model/catalogue-source.ts';
import type { CatalogueSummary } from './catalogue/model/catalogue-summary.ts';
import { type EntryOutcome, type NumberedOutcome, notSubmitted } from './import/entry-outcome.ts';
import { importIssue } from './import/import-issue.ts';
import { catalogueRows, READING_OPTIONS, type ReadingOptions } from './import/plan/catalogue-rows.ts';
import { planEntries } from './import/plan/plan-entries.ts';
import { plannedEntries } from './import/plan/planned-entries.ts';
import type { PlannedEntry } from './import/plan/planned-entry.ts';
import { isSameFile } from './import/same-file.ts';
import { ReplacedDeletes } from './import/settle/replaced-deletes.ts';
import { MetaFileBuilder } from './meta/meta-file-builder.ts';
import type { MetaProfile } from './meta/model/meta-profile.ts';
import type { MetaRecord } from './meta/model/meta-record.ts';
import type { MetaPartsSummary } from './meta/split/split-file.ts';
import { assertConserved } from './shared/errors/conservation.ts';
import { shortageOf } from './shared/errors/shortage.ts';
import { openTemporaryFolder } from './shared/files/temporary-folder.ts';
import type { ServiceType } from './shared/model/service-type.ts';
import { show } from './shared/options/checks.ts';
import { knownOptions, type OptionNames } from './shared/options/known-options.ts';

/** What `buildMetaFile` takes beside the options of `readCatalogue`. A misspelt name is an error. */
export interface BuildMetaFileOptions extends ReadingOptions {
  /** The kind of instance that will read the file. @default 'product' */
  readonly serviceType?: ServiceType | undefined;
  /** Which limit counts where documents disagree. @default 'documented' */
  readonly profile?: MetaProfile | undefined;
  /** Most lines of one part. @default no limit */
  readonly maxLines?: number | undefined;
  /** Most bytes of one part. @default no limit */
  readonly maxBytes?: number | undefined;
  /** Called for each entry that the file leaves out: `refused` or `skipped`. The build waits for the promise it returns. */
  readonly onLeftOut?: ((outcome: EntryOutcome) => void | Promise<void>) | undefined;
  /** Called for each entry that the file holds and that has warnings. The build waits for the promise it returns. */
  readonly onWarnings?:
    | ((entry: Pick<EntryOutcome, 'place' | 'productId' | 'picName' | 'issues'>) => void | Promise<void>)
    | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<BuildMetaFileOptions> = {
  ...{ serviceType: true, profile: true, maxLines: true, maxBytes: true, onLeftOut: true, onWarnings: true },
  ...{ ...READING_OPTIONS, signal: true },
};

/** What a build of a meta file has written, and what it has left out. */
export interface MetaFileSummary extends MetaPartsSummary {
  /** Rows that are no entries: empty, or marked as passed over. In no file. */
  readonly skipped: number;
  /** What became of every line of the catalogue. */
  readonly catalogue: CatalogueSummary;
}

/**
 * Writes the increment.meta of a catalogue, without looking at images. Entries are judged as by an import, alone and against
 * each other. When no entry is accepted, nothing is written, and an older file stays.
 *
 * @returns counts of entries, `supplied = adds + deletes + refused + skipped`, and the parts
 * @param path the file to write; or, for several files of at most `maxLines` or `maxBytes`, the path of each part, from 1
 * @throws {TypeError | RangeError} for a wrong option, or a path that is the catalogue itself, before anything is read
 * @throws {ImageSearchError} `DISK_FULL` and other shortages of this machine
 * @example
 * const { adds, refused } = await buildMetaFile('shop.csv', 'increment.meta');
 * console.log(adds, refused);
 */
export async function buildMetaFile(
  catalogue: CatalogueSource,
  path: string | ((part: number) => string),
  options: BuildMetaFileOptions = {},
): Promise<MetaFileSummary> {
  try {
    return await build(catalogue, path, options);
  } catch (error) {
    throw shortageOf(error, typeof path === 'string' ? path : undefined) ?? error;
  }
}

async function build(
  catalogue: CatalogueSource,
  path: string | ((part: number) => string),
  options: BuildMetaFileOptions,
): Promise<MetaFileSummary> {
  knownOptions('buildMetaFile()', options, OPTIONS);
  const { serviceType = 'product', profile = 'documented', maxLines, maxBytes, signal } = options;
  if (typeof path === 'string') checkOutput(catalogue, path);
  if (typeof path === 'string' && (maxLines !== undefined || maxBytes !== undefined))
    throw new TypeError(
      "Cannot write several files as 'path' is one path: give a function from a part's number to its path, or leave out 'maxLines' and 'maxBytes'",
    );
  const builder = new MetaFileBuilder({ serviceType, profile });
  const rows = catalogueRows(catalogue, options, typeof path === 'string' ? path : undefined);
  const counts = { supplied: 0, refused: 0, skipped: 0 };
  await using work = await openTemporaryFolder();
  const rules = { serviceType, profile, picNameBase: 'folder', folder: '', images: undefined } as const;
  await planEntries(rows, { ...rules, work: work.path, signal });
  const records = await unlessEmpty(acceptedRecords());
  const written = records === undefined ? NOTHING : await write(records);
  const { adds, deletes, parts } = written;
  assertConserved('buildMetaFile', counts.supplied, {
    ...{ adds, deletes, refused: counts.refused, skipped: counts.skipped },
  });
  return { ...counts, adds, deletes, parts, catalogue: rows.summary };

  async function* acceptedRecords(): AsyncGenerator<MetaRecord, void, void> {
    const replaced = new ReplacedDeletes(work.path);
    for await (const planned of plannedEntries(work.path)) {
      const entry = inOneFile(planned);
      counts.supplied += 1;
      if (entry.record === undefined) {
        replaced.notDone(entry.number);
        await leaveOut(notSubmitted(entry, 'refused', entry.issues));
      } else if (entry.replacedBy !== undefined) await replaced.hold(entry);
      else {
        if (entry.issues.length > 0) await options.onWarnings?.(warned(entry));
        yield entry.record;
      }
    }
    for await (const { status, entry, issues } of replaced.settle())
      await leaveOut(notSubmitted(entry, status, issues));
  }

  async function leaveOut({ number: _, ...outcome }: NumberedOutcome): Promise<void> {
    counts[outcome.status === 'skipped' ? 'skipped' : 'refused'] += 1;
    await options.onLeftOut?.(outcome);
  }

  async function write(
    all: AsyncIterable<MetaRecord>,
  ): Promise<Pick<MetaPartsSummary, 'adds' | 'deletes' | 'parts'>> {
    if (typeof path === 'string')
      return { ...(await builder.writeTo(path, { records: all, signal })), parts: [] };
    const partPath = (part: number) => checkOutput(catalogue, path(part));
    return builder.writeParts(partPath, { records: all, maxLines, maxBytes, signal });
  }
}

/** @throws {TypeError} when the path leads to the catalogue itself */
function checkOutput(catalogue: CatalogueSource, path: string): string {
  if (typeof catalogue !== 'string' || !isSameFile(path, catalogue)) return path;
  throw new TypeError(`Cannot write ${path} as it is the catalogue itself: name another file`);
}

/** A product that is deleted as a whole and then gets images takes two tasks, and each has a file of its own. */
function inOneFile(entry: PlannedEntry): PlannedEntry {
  if (!entry.issues.some(({ code }) => code === 'META_PRODUCT_REPLACED')) return entry;
  const needsTwoFiles = importIssue(
    'PRODUCT_NEEDS_TWO_FILES',
    `Product ${show(entry.productId)} cannot be deleted and get images in one increment.meta: build one file of its DELETE and one of its images, and run a batch task for each, in this order`,
    ['productId'],
  );
  return { ...entry, record: undefined, issues: [...entry.issues, needsTwoFiles] };
}

const warned = ({ place, productId, picName, issues }: PlannedEntry) => ({
  place,
  productId,
  picName,
  issues,
});

const NOTHING = { adds: 0, deletes: 0, parts: [] };

/** The same records, or undefined when there are none: a file is opened only once there is something to write. */
async function unlessEmpty<T>(
  items: AsyncGenerator<T, void, void>,
): Promise<AsyncGenerator<T, void, void> | undefined> {
  const first = await items.next();
  return first.done ? undefined : withFirst(first.value, items);
}

async function* withFirst<T>(first: T, rest: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}
