import { ImageTransfer, type ImportProgress, parseOssAddress } from '../index.ts';
import { flagsNamed, openStore } from './connection.ts';
import type { Action } from './context.ts';
import { howToContinue } from './continue-command.ts';
import { OutputLost } from './output.ts';
import { openProgress } from './progress.ts';
import { reportError } from './report-error.ts';
import { sourceFilter } from './source-filter.ts';
import { openSourceAt } from './source-options.ts';
import { UPLOAD_FLAGS, type UploadCommandOptions } from './upload-options.ts';
import { UploadReport } from './upload-report.ts';

/** `upload SOURCE oss://BUCKET/FOLDER`: an import of images without a batch task. */
export const upload: Action<readonly [string, string], UploadCommandOptions> = async (
  { output, signal },
  [from, to],
  options,
) => {
  const progress = openProgress(output);
  output.below(progress.makeWay);
  const report = new UploadReport(from, output);
  const opened: { close(): void }[] = [];
  let transfer: ImageTransfer | undefined;
  const tellHowToContinue = () => {
    progress.stop();
    const kept = transfer?.state;
    if (kept !== undefined) output.error(howToContinue(kept, options.state !== undefined));
  };
  process.once('exit', tellHowToContinue); // at a second Ctrl-C, which waits for nothing
  try {
    const { bucket, folder: prefix } = parseOssAddress(to);
    const target = openStore(bucket, options.region, options);
    opened.push(target);
    const source = openSourceAt(from, options, report.tellOfList);
    opened.push(source);
    transfer = new ImageTransfer(source.source, target, {
      ...transferOptions(options),
      ...{ prefix, sourcePrefix: source.prefix, signal },
      onProgress: (now: ImportProgress) => progress.show(now),
    });
    for await (const outcome of transfer) await report.add(outcome);
    progress.stop();
    return await report.finish(transfer.summary);
  } catch (error) {
    progress.stop();
    if (error instanceof Error) error.message = flagsNamed(UPLOAD_FLAGS, error.message);
    if (transfer?.state === undefined || error instanceof OutputLost) throw error;
    const code = reportError(error, output, signal);
    tellHowToContinue();
    return code;
  } finally {
    process.off('exit', tellHowToContinue);
    for (const one of opened) one.close();
  }
};

/** The options of the API, save those that the addresses give. */
function transferOptions(options: UploadCommandOptions) {
  const { keys, state, concurrency, serviceType, limits, repair, skipUnchanged, putIfAbsent } = options;
  const { bandwidthLimit: bytesPerSecond, maxTime: maxMinutes, maxBytes } = options;
  const { dryRun, megabitsPerSecond, patienceMs } = options;
  return {
    filter: sourceFilter(options),
    ...{ keys, state, concurrency, serviceType, limits, repair, skipUnchanged, putIfAbsent },
    ...{ bytesPerSecond, maxMinutes, maxBytes, dryRun, megabitsPerSecond, patienceMs },
  } as const;
}
