import { basename, dirname, join } from 'node:path';
import {
  buildMetaFile,
  type EntryOutcome,
  type Issue,
  type MetaProfile,
  type ServiceType,
} from '../../index.ts';
import type { Action, Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type CatalogueCommandOptions, readingOptions } from '../options/catalogue-options.ts';
import { type FromOptions, type GivenCatalogue, givenCatalogue, openFrom } from '../options/from-options.ts';
import type { AgeAndSizeOptions } from '../options/source-filter.ts';
import { counted } from '../output/counted.ts';
import { besideFile, checkOutputFile, STANDARD, withOutputFile } from '../output/output-file.ts';
import { WarningCounts } from '../output/warning-counts.ts';
import { passedOverLine } from '../results/passed-over.ts';

export interface BuildOptions extends CatalogueCommandOptions, FromOptions, AgeAndSizeOptions {
  readonly output: string;
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly maxLines?: number | undefined;
  readonly maxBytes?: number | undefined;
}

type WithIssues = Pick<EntryOutcome, 'place' | 'productId' | 'picName' | 'issues'>;

/**
 * `build CATALOGUE -o increment.meta`, or `--from ADDRESS` in place of the catalogue: writes the meta file of a catalogue, without looking at images, and makes the folder
 * of the file. Rows are judged as by an import. When no row is accepted, nothing is written, and an older file stays.
 */
export const build: Action<readonly [string | undefined], BuildOptions> = async (
  context,
  [typed],
  options,
) => {
  const { output: path, maxLines, maxBytes } = options;
  checkOutputFile(path, '--output', context.json);
  if (path === STANDARD && (maxLines ?? maxBytes) !== undefined)
    throw new TypeError(`Cannot split what goes to standard output: name a file with --output`);
  const printed = path === STANDARD ? { ...context, output: besideFile(context.output) } : context;
  if (typed !== undefined && options.from !== undefined)
    throw new TypeError(
      'Cannot build from a catalogue and --from as no image is looked at: give one of them',
    );
  using from = openFrom(options, printed.output);
  const given = givenCatalogue(typed, from, options);
  const code = await withOutputFile(path, context.output, context.signal, (file) =>
    buildInto(file, printed, given, options),
  );
  return from === undefined ? code : from.codeOf(code);
};

async function buildInto(
  path: string,
  context: Context,
  { name: catalogue, catalogue: source }: GivenCatalogue,
  { output: shownPath, serviceType, profile, maxLines, maxBytes, ...reading }: BuildOptions,
): Promise<ExitCode> {
  const { output, signal, named } = context;
  const toldOf = ({ issues }: WithIssues) =>
    issues.map((issue) => ({ ...issue, message: named(issue.message) }));
  const isSplit = maxLines !== undefined || maxBytes !== undefined;
  const warnings = new WarningCounts();
  const {
    parts,
    catalogue: read,
    ...summary
  } = await buildMetaFile(source, isSplit ? partOf(path) : path, {
    ...{ serviceType, profile, maxLines, maxBytes, signal },
    ...readingOptions(catalogue, reading, context),
    onLeftOut: async (entry) => {
      for (const issue of toldOf(entry))
        await output.result(asJson(catalogue, entry, issue), asText(catalogue, entry, issue));
    },
    onWarnings: async (entry) => {
      for (const issue of toldOf(entry)) {
        warnings.add(issue.code, () => asText(catalogue, entry, issue));
        await output.result(asJson(catalogue, entry, issue));
      }
    },
  });
  output.note(warnings.lines());
  for (const part of parts) {
    const text = `${part.path === path ? shownPath : part.path}: ${part.adds} ADD, ${part.deletes} DELETE, ${part.bytes} bytes`;
    await output.result(part, text);
  }
  const passedOver = passedOverLine(catalogue, read);
  if (passedOver !== undefined) output.note(passedOver);
  const { supplied, refused, skipped, adds, deletes } = summary;
  const isWritten = adds + deletes > 0;
  const nothing = supplied === 0 ? 'it has no entry' : 'nothing accepted';
  const text = isWritten
    ? `${shownPath}: ${adds} ADD, ${deletes} DELETE`
    : `${catalogue}: ${nothing}, and so ${shownPath} is not written`;
  const leftOut = `${refused} of ${counted(supplied, 'entry', 'entries')} refused${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  await output.result({ summary: { ...summary, catalogue: read } }, `${text}; ${leftOut}`);
  return refused > 0 || !isWritten ? EXIT.data : EXIT.fine;
}

const asJson = (
  file: string,
  { place: { line }, productId, picName }: WithIssues,
  { severity, code, path: [field], message }: Issue,
) => ({ file, line, productId, picName, severity, code, field: field ?? null, message });

/** `shop.csv:7 error CODE P1007 shoes/7.jpg message` */
function asText(
  file: string,
  { place: { line }, productId, picName }: WithIssues,
  { severity, code, message }: Issue,
): string {
  const parts = [`${file}:${line}`, severity, code, productId, picName, message];
  return parts.filter((part) => part !== null).join(' ');
}

/** Parts have folders of their own, since the service reads one name only: `out/increment.meta` → `out/0001/increment.meta`. */
const partOf = (path: string) => (part: number) =>
  join(dirname(path), String(part).padStart(4, '0'), basename(path));
