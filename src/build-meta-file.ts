import { resolve } from 'node:path';
import { type CatalogueSource, readCatalogue } from './catalogue/read-catalogue.ts';
import { type EntryOutcome, notSubmitted } from './import/entry-outcome.ts';
import { planEntries, plannedEntries } from './import/plan-entries.ts';
import { ReplacedDeletes } from './import/replaced-deletes.ts';
import { MetaFileBuilder } from './meta/meta-file-builder.ts';
import type { MetaProfile } from './meta/model/meta-profile.ts';
import type { MetaRecord } from './meta/model/meta-record.ts';
import type { MetaPartsSummary } from './meta/split/split-file.ts';
import { assertConserved } from './shared/conservation.ts';
import { knownOptions } from './shared/known-options.ts';
import type { ServiceType } from './shared/service-type.ts';
import { openTemporaryFolder } from './shared/temporary-folder.ts';

export interface BuildMetaFileOptions {
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
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the increment.meta of a catalogue, without looking at images. Entries are judged as by an import, alone and against
 * each other. When no entry is accepted, nothing is written, and an older file stays.
 *
 * @returns counts of entries, `supplied = adds + deletes + refused + skipped`, and the parts
 * @param path the file to write; or, for several files of at most `maxLines` or `maxBytes`, the path of each part, from 1
 * @throws {TypeError | RangeError} for a wrong option, or a path that is the catalogue itself, before anything is read
 */
export async function buildMetaFile(
  catalogue: CatalogueSource,
  path: string | ((part: number) => string),
  options: BuildMetaFileOptions = {},
): Promise<MetaPartsSummary & { readonly skipped: number }> {
  knownOptions('buildMetaFile()', options, {
    ...{ serviceType: true, profile: true, maxLines: true, maxBytes: true, onLeftOut: true, signal: true },
  });
  const { serviceType = 'product', profile = 'documented', maxLines, maxBytes, signal } = options;
  if (typeof path === 'string' && typeof catalogue === 'string' && resolve(path) === resolve(catalogue))
    throw new TypeError(`Cannot write ${path} as it is the catalogue itself: name another file`);
  if (typeof path === 'string' && (maxLines !== undefined || maxBytes !== undefined))
    throw new TypeError(
      "Cannot write several files as 'path' is one path: give a function from a part's number to its path, or leave out 'maxLines' and 'maxBytes'",
    );
  const builder = new MetaFileBuilder({ serviceType, profile });
  const counts = { supplied: 0, refused: 0, skipped: 0 };
  await using work = await openTemporaryFolder();
  const rules = { serviceType, profile, picNameBase: 'folder', folder: '' } as const;
  await planEntries(readCatalogue(catalogue, { signal }), { ...rules, work: work.path, signal });
  const records = await unlessEmpty(acceptedRecords());
  const written = records === undefined ? NOTHING : await write(records);
  const { adds, deletes, parts } = written;
  assertConserved('buildMetaFile', counts.supplied, {
    ...{ adds, deletes, refused: counts.refused, skipped: counts.skipped },
  });
  return { ...counts, adds, deletes, parts };

  async function* acceptedRecords(): AsyncGenerator<MetaRecord, void, void> {
    const replaced = new ReplacedDeletes(work.path);
    for await (const entry of plannedEntries(work.path)) {
      counts.supplied += 1;
      if (entry.record === undefined) {
        replaced.notDone(entry.place.line);
        await leaveOut(notSubmitted(entry, 'refused', entry.issues));
      } else if (entry.replacedBy !== undefined) await replaced.hold(entry);
      else yield entry.record;
    }
    for await (const { status, entry, issues } of replaced.settle())
      await leaveOut(notSubmitted(entry, status, issues));
  }

  async function leaveOut(outcome: EntryOutcome): Promise<void> {
    counts[outcome.status === 'skipped' ? 'skipped' : 'refused'] += 1;
    await options.onLeftOut?.(outcome);
  }

  async function write(
    all: AsyncIterable<MetaRecord>,
  ): Promise<Pick<MetaPartsSummary, 'adds' | 'deletes' | 'parts'>> {
    if (typeof path === 'string')
      return { ...(await builder.writeTo(path, { records: all, signal })), parts: [] };
    return builder.writeParts(path, { records: all, maxLines, maxBytes, signal });
  }
}

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
