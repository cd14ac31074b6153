import { stat } from 'node:fs/promises';
import { FolderStore, ImageTransfer, type ImportProgress, type OssStore, parseOssAddress } from '../index.ts';
import { openStore } from './connection.ts';
import type { Action } from './context.ts';
import { howToContinue } from './continue-command.ts';
import { OutputLost } from './output.ts';
import { openProgress } from './progress.ts';
import { reportError } from './report-error.ts';
import type { UploadCommandOptions } from './upload-options.ts';
import { UploadReport } from './upload-report.ts';

/** `upload DIR|oss://BUCKET/PREFIX oss://BUCKET/FOLDER`: an import of images without a batch task. */
export const upload: Action<readonly [string, string], UploadCommandOptions> = async (
  { output, signal },
  [from, to],
  options,
) => {
  const progress = openProgress(output);
  output.below(progress.makeWay);
  const report = new UploadReport(from, output);
  const stores: OssStore[] = [];
  const storeIn = (bucket: string, region: string) => {
    const store = openStore(bucket, region, options);
    stores.push(store);
    return store;
  };
  let transfer: ImageTransfer | undefined;
  const tellHowToContinue = () => {
    progress.stop();
    const kept = transfer?.state;
    if (kept !== undefined) output.error(howToContinue(kept, options.state !== undefined));
  };
  process.once('exit', tellHowToContinue); // at a second Ctrl-C, which waits for nothing
  try {
    const { bucket, folder: prefix } = parseOssAddress(to);
    const target = storeIn(bucket, options.region);
    const { source, sourcePrefix } = await sourceAt(from, (its) =>
      storeIn(its, options.sourceRegion ?? options.region),
    );
    transfer = new ImageTransfer(source, target, {
      ...transferOptions(options),
      ...{ prefix, sourcePrefix, signal },
      onProgress: (now: ImportProgress) => progress.show(now),
    });
    for await (const outcome of transfer) await report.add(outcome);
    progress.stop();
    return await report.finish(transfer.summary);
  } catch (error) {
    progress.stop();
    if (transfer?.state === undefined || error instanceof OutputLost) throw error;
    const code = reportError(error, output, signal);
    tellHowToContinue();
    return code;
  } finally {
    process.off('exit', tellHowToContinue);
    for (const store of stores) store.close();
  }
};

async function sourceAt(from: string, open: (bucket: string) => OssStore) {
  if (from.startsWith('oss://')) {
    const { bucket } = parseOssAddress(from);
    return { source: open(bucket), sourcePrefix: from.slice(`oss://${bucket}/`.length) }; // as the user wrote it
  }
  if (!(await stat(from)).isDirectory())
    throw new TypeError(`Cannot upload ${from} as the source must be a folder or oss://BUCKET/PREFIX`);
  return { source: new FolderStore(from), sourcePrefix: '' };
}

/** The options of the API, save those that the addresses give. */
function transferOptions(options: UploadCommandOptions) {
  const { keys, state, concurrency, serviceType, limits, repair, skipUnchanged, putIfAbsent } = options;
  const { bandwidthLimit: bytesPerSecond, maxTime: maxMinutes, maxBytes } = options;
  const { dryRun, megabitsPerSecond, patienceMs } = options;
  return {
    ...{ keys, state, concurrency, serviceType, limits, repair, skipUnchanged, putIfAbsent },
    ...{ bytesPerSecond, maxMinutes, maxBytes, dryRun, megabitsPerSecond, patienceMs },
  } as const;
}
