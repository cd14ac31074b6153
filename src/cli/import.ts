import { runOnBullMq } from '../distributed/index.ts';
import { CatalogueImport, type ImportProgress, parseOssAddress } from '../index.ts';
import { catalogueAt, readingOptions } from './catalogue-options.ts';
import { certificatesIn } from './certificates.ts';
import { openClient, PROXY } from './connection.ts';
import type { Action } from './context.ts';
import { howToContinue } from './continue-command.ts';
import { counted } from './counted.ts';
import type { ImportCommandOptions } from './import-options.ts';
import { ImportPage } from './import-page.ts';
import { ImportReport } from './import-report.ts';
import { OutputLost } from './output.ts';
import { openProgress } from './progress.ts';
import { queueGiven, sharedState } from './queue-options.ts';
import { reportError } from './report-error.ts';

/** `import CATALOGUE --images DIR --to oss://BUCKET/DIR`: the whole flow. */
export const importCommand: Action<readonly [string], ImportCommandOptions> = async (
  { output, json, signal },
  [catalogue],
  options,
) => {
  const progress = openProgress(output);
  output.below(progress.makeWay);
  let running: ImportProgress['taskId'];
  const onProgress = (now: ImportProgress) => {
    running = now.stage === 'verifying' ? undefined : now.taskId;
    progress.show(now);
  };
  const report = new ImportReport(catalogue, output);
  await using page = await ImportPage.open(catalogue, options, signal);
  const reading = readingOptions(catalogue, options, output, json);
  const onColumns: typeof reading.onColumns = (columns) => {
    page.columns ??= columns;
    reading.onColumns?.(columns);
  };
  let importing: CatalogueImport | undefined;
  const tellHowToContinue = () => {
    progress.stop();
    const kept = importing?.state;
    if (kept !== undefined) output.error(howToContinue(kept, options.state !== undefined));
  };
  process.once('exit', tellHowToContinue); // at a second Ctrl-C, which waits for nothing
  try {
    const bucket = options.to === undefined ? undefined : parseOssAddress(options.to).bucket;
    await using client = openClient(options, bucket);
    importing = new CatalogueImport(catalogueAt(catalogue), {
      ...importOptions(options),
      ...reading,
      ...{ client, signal, onProgress, onColumns },
    });
    for await (const outcome of importing) {
      await report.add(outcome);
      await page.add(outcome);
    }
    progress.stop();
    await page.finish(importing.summary);
    return await report.finish(importing.summary, options.localState ?? options.state);
  } catch (error) {
    progress.stop();
    if (running !== undefined) output.note(`Batch task ${running} goes on at the service`);
    if (importing?.state === undefined || error instanceof OutputLost) throw error;
    const code = reportError(error, output, signal);
    const settled = error instanceof Error && 'settled' in error ? error.settled : undefined;
    if (typeof settled === 'number') output.note(`${counted(settled, 'entry is', 'entries are')} settled`);
    tellHowToContinue();
    if (!signal.aborted) await page.finish(undefined); // what was refused, so that it can be corrected
    return code;
  } finally {
    process.off('exit', tellHowToContinue);
  }
};

/** Where the state is, and who prepares the shards: with a queue, a folder is one that all machines share. */
function stateOptions({ state, localState, queue: flag, queueName }: ImportCommandOptions) {
  const queue = queueGiven(flag);
  if (queue === undefined) return { state, localState };
  const run = runOnBullMq({ connection: queue, queue: queueName });
  return { state: state === undefined ? undefined : sharedState(state), localState, run };
}

/** The options of the API. Those of the catalogue and of the connection are made elsewhere. */
function importOptions(options: ImportCommandOptions) {
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
