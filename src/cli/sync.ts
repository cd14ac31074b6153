import { CatalogueSync, type SyncOptions, type SyncSource } from '../index.ts';
import { catalogueAt, readingOptions } from './catalogue-options.ts';
import type { Action, Context } from './context.ts';
import { importOptions } from './import.ts';
import type { ImportCommandOptions } from './import-options.ts';
import { runEntries } from './run-entries.ts';
import type { SyncCommandOptions } from './sync-options.ts';
import { SyncReport } from './sync-report.ts';

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
  const reading = readingOptions(catalogue, options, context.output, context.json);
  return run(context, catalogueAt(catalogue), options, { ...own, ...reading });
};

/** `undo STATE`: makes the gallery what it was before a sync. */
export const undo: Action<readonly [string], ImportCommandOptions> = (context, [state], options) =>
  run(context, { undo: state }, options, {});

/** The options that a sync has beside those of an import, and those of its catalogue. */
type OwnOptions = Pick<
  SyncOptions,
  Exclude<keyof SyncCommandOptions & keyof SyncOptions, keyof ImportCommandOptions>
> &
  Partial<ReturnType<typeof readingOptions>>;

function run(context: Context, source: SyncSource, options: ImportCommandOptions, more: OwnOptions) {
  const report = new SyncReport(options, context.output);
  return runEntries(
    context,
    options,
    (hooks) => new CatalogueSync(source, { ...importOptions(options), ...more, ...hooks }),
    {
      add: (outcome) => report.add(outcome),
      finish: ({ summary }) => report.finish(summary),
    },
  );
}
