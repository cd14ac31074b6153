import { runOnBullMq } from '../distributed/index.ts';
import { CatalogueImport } from '../index.ts';
import { catalogueAt, readingOptions } from './catalogue-options.ts';
import { certificatesIn } from './certificates.ts';
import { PROXY } from './connection.ts';
import type { Action } from './context.ts';
import type { ImportCommandOptions } from './import-options.ts';
import { ImportPage } from './import-page.ts';
import { ImportReport } from './import-report.ts';
import { queueGiven, sharedState } from './queue-options.ts';
import { runEntries } from './run-entries.ts';

/** `import CATALOGUE --images DIR --to oss://BUCKET/DIR`: the whole flow. */
export const importCommand: Action<readonly [string], ImportCommandOptions> = async (
  context,
  [catalogue],
  options,
) => {
  const { output, json, signal } = context;
  const report = new ImportReport(catalogue, output);
  await using page = await ImportPage.open(catalogue, options, signal);
  const reading = readingOptions(catalogue, options, output, json);
  const onColumns: typeof reading.onColumns = (columns) => {
    page.columns ??= columns;
    reading.onColumns?.(columns);
  };
  return await runEntries(
    context,
    options,
    (hooks) =>
      new CatalogueImport(catalogueAt(catalogue), {
        ...importOptions(options),
        ...reading,
        ...hooks,
        onColumns,
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
      ended: () => page.finish(undefined), // what was refused, so that it can be corrected
    },
  );
};

/** Where the state is, and who prepares the shards: with a queue, a folder is one that all machines share. */
function stateOptions({ state, localState, queue: flag, queueName }: ImportCommandOptions) {
  const queue = queueGiven(flag);
  if (queue === undefined) return { state, localState };
  const run = runOnBullMq({ connection: queue, queue: queueName });
  return { state: state === undefined ? undefined : sharedState(state), localState, run };
}

/** The options of the API. Those of the catalogue and of the connection are made elsewhere. */
export function importOptions(options: ImportCommandOptions) {
  const { images, to, route, serviceType, profile, picNameBase, linesPerTask, concurrency } = options;
  const { retries, repair, limits, skipUnchanged, patienceMs, maxRefused, maxFailed } = options;
  const { dryRun, megabitsPerSecond, verify, verifyMinutes, allowPrivateAddresses } = options;
  return {
    ...{ images, to, route, serviceType, profile, picNameBase, linesPerTask, concurrency },
    ...stateOptions(options),
    ...{ retries, repair, limits, skipUnchanged, patienceMs, maxRefused, maxFailed },
    ...{ dryRun, megabitsPerSecond, verify, verifyMinutes },
    urls: { allowPrivateAddresses, proxy: PROXY, ca: certificatesIn(options.ca) },
  } as const;
}
