import { basename, dirname, join, resolve } from 'node:path';
import { readCatalogue } from '../catalogue/read-catalogue.ts';
import { type PlannedEntry, planEntries, plannedEntries } from '../import/plan-entries.ts';
import { ReplacedDeletes } from '../import/replaced-deletes.ts';
import { MetaFileBuilder, type MetaPartsSummary } from '../meta/meta-file-builder.ts';
import type { MetaProfile } from '../meta/model/meta-profile.ts';
import type { MetaRecord } from '../meta/model/meta-record.ts';
import { assertConserved } from '../shared/conservation.ts';
import type { Issue } from '../shared/issue.ts';
import type { ServiceType } from '../shared/service-type.ts';
import { openTemporaryFolder } from '../shared/temporary-folder.ts';
import type { Action, Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';
import { unlessEmpty } from './unless-empty.ts';

export interface BuildOptions {
  readonly output: string;
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly maxLines?: number | undefined;
  readonly maxBytes?: number | undefined;
}

/**
 * `build CATALOGUE -o increment.meta`: writes the meta file of a catalogue, without looking at images, and makes the folder it
 * lies in. The rows are judged as by an import, alone and beside each other. When no row is accepted, nothing is written and
 * an older file stays.
 */
export const build: Action<readonly [string], BuildOptions> = async (context, [catalogue], options) => {
  const { output: path, serviceType, profile, maxLines, maxBytes } = options;
  const { signal, output } = context;
  if (resolve(path) === resolve(catalogue)) {
    throw new TypeError(`Cannot write ${path} as it is the catalogue itself: name another file with -o`);
  }
  const builder = new MetaFileBuilder({ serviceType, profile });
  const counts = { supplied: 0, refused: 0, skipped: 0 };
  await using work = await openTemporaryFolder();
  const rules = { serviceType, profile, picNameBase: 'folder', folder: '' } as const;
  await planEntries(readCatalogue(catalogue, { signal }), { ...rules, work: work.path, signal });
  async function* accepted(): AsyncGenerator<MetaRecord, void, void> {
    const replaced = new ReplacedDeletes(work.path);
    for await (const entry of plannedEntries(work.path)) {
      counts.supplied += 1;
      if (entry.record === undefined) {
        replaced.notDone(entry.place.line);
        await leaveOut('refused', entry);
      } else if (entry.replacedBy !== undefined) await replaced.hold(entry);
      else yield entry.record;
    }
    for await (const { status, entry, issues } of replaced.settle())
      await leaveOut(status, { ...entry, issues });
  }
  async function leaveOut(status: 'refused' | 'skipped', { place, issues }: PlannedEntry): Promise<void> {
    counts[status] += 1;
    await printIssues(context, catalogue, place.line, issues);
  }
  const records = await unlessEmpty(accepted());
  const { adds, deletes, parts } = records === undefined ? NOTHING : await write(records);
  const { supplied, refused, skipped } = counts;
  assertConserved('build', supplied, { adds, deletes, refused, skipped });
  for (const part of parts) {
    const ofPart = `${part.path}: ${part.adds} ADD, ${part.deletes} DELETE, ${part.bytes} bytes`;
    await output.result(part, printable(ofPart));
  }
  const summary = { ...counts, adds, deletes };
  const text =
    records === undefined
      ? `nothing accepted, and so ${path} is not written`
      : `${adds} ADD, ${deletes} DELETE`;
  await output.result(
    { summary },
    printable(
      `${records === undefined ? catalogue : path}: ${text}; ${refused} of ${supplied} rows refused${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    ),
  );
  return refused > 0 || records === undefined ? EXIT.data : EXIT.fine;

  async function write(
    all: AsyncIterable<MetaRecord>,
  ): Promise<Pick<MetaPartsSummary, 'adds' | 'deletes' | 'parts'>> {
    const written = { records: all, signal };
    return maxLines === undefined && maxBytes === undefined
      ? { ...(await builder.writeTo(path, written)), parts: [] }
      : builder.writeParts(partOf(path), { ...written, maxLines, maxBytes });
  }
};

/** Of a catalogue without a row that could be written. */
const NOTHING = { adds: 0, deletes: 0, parts: [] };

/** Parts have folders of their own, since the service reads one name only: `out/increment.meta` → `out/0001/increment.meta`. */
const partOf = (path: string) => (part: number) =>
  join(dirname(path), String(part).padStart(4, '0'), basename(path));

async function printIssues(
  { output }: Context,
  file: string,
  line: number,
  issues: readonly Issue[],
): Promise<void> {
  for (const { severity, code, path, message } of issues) {
    const json = { file, line, severity, code, field: path[0] ?? null, message };
    await output.result(json, printable(`${file}:${line} ${severity} ${code} ${message}`));
  }
}
