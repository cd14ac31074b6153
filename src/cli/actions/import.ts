import { runOnBullMq } from '../../distributed/index.ts';
import { CatalogueImport } from '../../index.ts';
import { certificatesIn } from '../certificates.ts';
import type { Action, Context } from '../context.ts';
import { readingOptions } from '../options/catalogue-options.ts';
import { PROXY } from '../options/connection.ts';
import { type GivenSource, givenCatalogue, openFrom } from '../options/from-options.ts';
import type { ImportCommandOptions } from '../options/import-options.ts';
import {
  queueOfImport,
  type SharedImportOptions,
  sharedState,
  sharedStateWords,
} from '../options/queue-options.ts';
import type { AgeAndSizeOptions } from '../options/source-filter.ts';
import { quoted } from '../output/continue-command.ts';
import { ImportPage } from '../results/import-page.ts';
import { ImportReport } from '../results/import-report.ts';
import { runEntries } from './run-entries.ts';

/** `import CATALOGUE --images DIR --to oss://BUCKET/DIR`: the whole flow. */
export const importCommand: Action<
  readonly [string | undefined],
  ImportCommandOptions & SharedImportOptions & AgeAndSizeOptions
> = async (context, [typed], options) => {
  const { output, signal } = context;
  const commandLine = { ...context.commandLine, state: sharedStateWords(options) };
  using from = openFrom(options, output);
  const { name, catalogue } = givenCatalogue(typed, from, options);
  const report = new ImportReport(name, context, commandLine);
  await using page = await ImportPage.open(name, options, commandLine, signal);
  const reading = readingOptions(name, options, context);
  const onColumns: typeof reading.onColumns = (columns) => {
    page.columns ??= columns;
    reading.onColumns?.(columns);
  };
  const code = await runEntries(
    context,
    options,
    (hooks) =>
      new CatalogueImport(catalogue, {
        ...importOptions(options, from),
        ...sharedOptions(options, output),
        ...reading,
        ...hooks,
        onColumns,
        commandLine,
      }),
    {
      add: async (outcome) => {
        await report.add(outcome);
        await page.add(outcome);
      },
      finish: async ({ summary }) => {
        await page.finish(summary);
        return await report.finish(summary, options.localState ?? options.state);
      },
      moved: (now) => page.stages.take(now.stage, Date.now()),
      ended: ({ state }) => page.finish(undefined, state), // what was refused, so that it can be corrected
    },
  );
  return from === undefined ? code : from.codeOf(code);
};

/** Where the state is, and who prepares the shards: with a queue, a folder is one that all machines share. */
function sharedOptions(options: SharedImportOptions, output: Context['output']) {
  const { state, localState, leaseMs, queueName } = options;
  const queue = queueOfImport(options);
  if (queue === undefined) return { state, localState, leaseMs };
  const named = queueName === undefined ? '' : ` --queue-name ${quoted(queueName)}`;
  const onNoWorkers = (name: string) =>
    output.note(
      `No worker is connected to the queue ${name}, and the import waits for one: start imagesearch-import worker --state ${quoted(state ?? '')}${named}, with the queue of this import`,
    );
  const run = runOnBullMq({ connection: queue, queue: queueName, onNoWorkers });
  return { state: state === undefined ? undefined : sharedState(state), localState, leaseMs, run };
}

/**
 * The options of the API. Those of the catalogue and of the connection are made elsewhere.
 *
 * @param from where images lie, in place of `--images`
 */
export function importOptions(options: ImportCommandOptions, from: GivenSource | undefined) {
  const images = from?.folder ?? options.images;
  const { to, state, route, serviceType, profile, picNameBase, linesPerTask, concurrency } = options;
  const { retries, repair, limits, skipUnchanged, patienceMs, maxRefused, maxFailed } = options;
  const { dryRun, megabitsPerSecond, verify, verifyMinutes, allowPrivateAddresses } = options;
  return {
    ...{ images, to, state, route, serviceType, profile, picNameBase, linesPerTask, concurrency },
    ...{ retries, repair, limits, skipUnchanged, patienceMs, maxRefused, maxFailed },
    ...{ dryRun, megabitsPerSecond, verify, verifyMinutes },
    urls: { allowPrivateAddresses, proxy: PROXY, ca: certificatesIn(options.ca) },
  } as const;
}
