import { CatalogueSync, reportImport, type SyncOptions, type SyncSource } from '../../index.ts';
import type { Action, Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { catalogueAt, readingOptions } from '../options/catalogue-options.ts';
import { openFrom } from '../options/from-options.ts';
import type { ImportCommandOptions } from '../options/import-options.ts';
import type { SyncCommandOptions, UndoCommandOptions } from '../options/sync-options.ts';
import { SyncReport } from '../results/sync-report.ts';
import { importOptions } from './import.ts';
import { runEntries } from './run-entries.ts';

/** `sync CATALOGUE` or `sync --plan FILE`: makes a gallery equal to a catalogue. */
export const syncCommand: Action<readonly [string | undefined], SyncCommandOptions> = (
  context,
  [catalogue],
  options,
) => {
  const { by, deleteSuperfluous, maxDeletedShare, mostUpdates, compareImages, previous, plan } = options;
  if ((catalogue === undefined) === (plan === undefined))
    throw new TypeError('Cannot sync as either a catalogue or --plan must be given');
  const own = { by, deleteSuperfluous, maxDeletedShare, mostUpdates, compareImages, previous };
  if (catalogue === undefined) return run(context, { plan: plan ?? '' }, options, own);
  const reading = readingOptions(catalogue, options, context);
  return run(context, catalogueAt(catalogue), options, { ...own, ...reading });
};

/** `undo STATE`: makes the gallery what it was before a sync. */
export const undo: Action<readonly [string], UndoCommandOptions> = (context, [state], options) =>
  run(context, { undo: state }, options, { mostUpdates: options.mostUpdates });

/** The options that a sync has beside those of an import, and those of its catalogue. */
type OwnOptions = Pick<
  SyncOptions,
  Exclude<keyof SyncCommandOptions & keyof SyncOptions, keyof ImportCommandOptions>
> &
  Partial<ReturnType<typeof readingOptions>>;

async function run(
  context: Context,
  source: SyncSource,
  options: ImportCommandOptions,
  more: OwnOptions,
): Promise<ExitCode> {
  using from = openFrom(options, context.output);
  const report = new SyncReport(options, context);
  const { report: path, lang: language } = options;
  const page = path === undefined ? undefined : { path, language, subject: subjectOf(source) };
  const code = await runEntries(
    context,
    options,
    (hooks) =>
      new CatalogueSync(source, {
        ...importOptions(options, from),
        ...more,
        ...hooks,
        report: page,
        commandLine: context.commandLine,
      }),
    {
      add: (outcome) => report.add(outcome),
      finish: ({ summary }) => report.finish(summary),
      ended: async ({ state }) => {
        if (page !== undefined && state !== undefined) await reportImport(state, page.path, { language });
      },
    },
  );
  return from === undefined ? code : from.codeOf(code);
}

/** What the report says that was synced: the file that was named. */
function subjectOf(source: SyncSource): string | undefined {
  if (typeof source !== 'object') return undefined;
  if ('plan' in source && typeof source.plan === 'string') return source.plan;
  return 'undo' in source && typeof source.undo === 'string' ? source.undo : undefined;
}
