import {
  FolderStore,
  ImageTransfer,
  type ImportProgress,
  parseOssAddress,
  UrlListSource,
} from '../../index.ts';
import type { Action } from '../context.ts';
import { openStore } from '../options/connection.ts';
import { isGiven, sourceFilter } from '../options/source-filter.ts';
import { openSourceAt } from '../options/source-options.ts';
import type { UploadCommandOptions } from '../options/upload-options.ts';
import { howToContinue } from '../output/continue-command.ts';
import { counted } from '../output/counted.ts';
import { OutputLost } from '../output/output.ts';
import { reportError } from '../output/report-error.ts';
import { checking, openProgress } from '../progress/progress.ts';
import { UploadReport } from '../results/upload-report.ts';

/** `upload SOURCE oss://BUCKET/FOLDER`: an import of images without a batch task. */
export const upload: Action<readonly [string, string], UploadCommandOptions> = async (
  context,
  [from, to],
  options,
) => {
  const { output, signal } = context;
  const progress = openProgress(output);
  output.below(progress.makeWay);
  const report = new UploadReport(from, context);
  const opened: { close(): void }[] = [];
  let transfer: ImageTransfer | undefined;
  const tellHowToContinue = (error?: unknown) => {
    progress.stop();
    const kept = transfer?.state;
    if (kept !== undefined) output.error(howToContinue(kept, options.state !== undefined, error));
  };
  const interrupted = () => tellHowToContinue();
  process.once('exit', interrupted); // at a second Ctrl-C, which waits for nothing
  try {
    const { bucket, folder: prefix } = parseOssAddress(to);
    const target = openStore(bucket, options.region, options);
    opened.push(target);
    const source = openSourceAt(from, options, report.lines.tell);
    opened.push(source);
    transfer = new ImageTransfer(source.source, target, {
      ...transferOptions(options),
      ...{ prefix, sourcePrefix: source.prefix, signal },
      onProgress: (now: ImportProgress) => progress.show(options.dryRun ? checking(now) : now),
    });
    for await (const outcome of transfer) await report.add(outcome);
    progress.stop();
    const links = source.source instanceof FolderStore ? source.source.links : 0;
    if (links > 0) output.note(linksPassedOver(from, links));
    const list = source.source instanceof UrlListSource ? await source.source.summary() : undefined;
    return await report.finish(transfer.summary, isGiven(sourceFilter(options)), list);
  } catch (error) {
    progress.stop();
    if (transfer?.state === undefined || error instanceof OutputLost) throw error;
    const code = reportError(error, output, signal);
    tellHowToContinue(error);
    return code;
  } finally {
    process.off('exit', interrupted);
    for (const one of opened) one.close();
  }
};

const linksPassedOver = (folder: string, links: number): string =>
  `${folder}: ${counted(links, 'symbolic link was', 'symbolic links were')} not followed: put the files themselves there, or upload the folder that they lead to`;

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
