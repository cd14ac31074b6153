import { basename, dirname, join, resolve } from 'node:path';
import { readCatalogue } from '../catalogue/read-catalogue.ts';
import { recordOf } from '../catalogue/record-of.ts';
import { MetaFileBuilder, type PartsTally } from '../meta/meta-file-builder.ts';
import type { MetaProfile } from '../meta/meta-profile.ts';
import type { MetaInput } from '../meta/meta-record.ts';
import { assertConserved } from '../shared/conservation.ts';
import type { Issue } from '../shared/issue.ts';
import type { ServiceType } from '../shared/service-type.ts';
import type { Action, Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';
import { unlessEmpty } from './unless-empty.ts';

export interface BuildOptions {
  readonly output: string;
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly maxLines?: number;
  readonly maxBytes?: number;
}

/**
 * `build CATALOGUE -o increment.meta`: writes the meta file of a catalogue, without looking at images, and makes the folder it
 * lies in. When no row is accepted, nothing is written and an older file stays.
 */
export const build: Action<readonly [string], BuildOptions> = async (context, [catalogue], options) => {
  const { output: path, serviceType, profile, maxLines, maxBytes } = options;
  const { signal, output } = context;
  if (resolve(path) === resolve(catalogue)) {
    throw new TypeError(`Cannot write ${path} as it is the catalogue itself: name another file with -o`);
  }
  const builder = new MetaFileBuilder({ serviceType, profile });
  const counts = { supplied: 0, refused: 0 };
  const refuse = async (line: number, issues: readonly Issue[]) => {
    counts.refused += 1;
    await printIssues(context, catalogue, line, issues);
  };
  async function* accepted(): AsyncGenerator<MetaInput, void, void> {
    for await (const { place, entry, issues } of readCatalogue(catalogue, { signal })) {
      counts.supplied += 1;
      if (entry === undefined) {
        await refuse(place.line, issues);
        continue;
      }
      const input = recordOf(entry);
      const found = builder.check(input);
      if (found.some(({ severity }) => severity === 'error')) await refuse(place.line, found);
      else yield input;
    }
  }
  const records = await unlessEmpty(accepted());
  const { adds, deletes, parts } = records === undefined ? NOTHING : await write(records);
  assertConserved('build', counts.supplied, { adds, deletes, refused: counts.refused });
  for (const part of parts) {
    const ofPart = `${part.path}: ${part.adds} ADD, ${part.deletes} DELETE, ${part.bytes} bytes`;
    await output.result(part, printable(ofPart));
  }
  const summary = { ...counts, adds, deletes };
  const text =
    records === undefined ? `nothing accepted, ${path} was left as it was` : `${adds} ADD, ${deletes} DELETE`;
  await output.result(
    { summary },
    printable(
      `${records === undefined ? catalogue : path}: ${text}; ${counts.refused} of ${counts.supplied} rows refused`,
    ),
  );
  return counts.refused > 0 || records === undefined ? EXIT.data : EXIT.fine;

  async function write(
    all: AsyncIterable<MetaInput>,
  ): Promise<Pick<PartsTally, 'adds' | 'deletes' | 'parts'>> {
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
