import {
  type EntryOutcome,
  type ImageSearchClient,
  type ImportProgress,
  parseOssAddress,
} from '../../index.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../options/connection.ts';
import type { ImportCommandOptions } from '../options/import-options.ts';
import { isInOss } from '../options/queue-options.ts';
import { howToContinue } from '../output/continue-command.ts';
import { counted } from '../output/counted.ts';
import { OutputLost } from '../output/output.ts';
import { reportError } from '../output/report-error.ts';
import { checking, openProgress } from '../progress/progress.ts';

/** An import or a sync, which yields outcomes and may be continued from its state. */
interface EntryWork extends AsyncIterable<EntryOutcome> {
  readonly state: string | undefined;
}

/** What the command line gives to the work. */
export interface WorkHooks {
  readonly client: ImageSearchClient;
  readonly signal: AbortSignal;
  readonly onProgress: (now: ImportProgress) => void;
}

/** What a command prints of its work. */
interface EntryReport<Work> {
  readonly add: (outcome: EntryOutcome) => Promise<void> | undefined;
  readonly finish: (work: Work) => Promise<ExitCode>;
  /** How far the work is, as often as that is told. */
  readonly moved?: (now: ImportProgress) => void;
  /** When the work ends early, by itself. */
  readonly ended?: (work: Work) => Promise<void>;
}

/** Runs an import or a sync, shows how far it is, and says how it can be continued when it ends early. */
export async function runEntries<Work extends EntryWork>(
  { output, signal }: Context,
  options: ImportCommandOptions,
  open: (hooks: WorkHooks) => Work,
  report: EntryReport<Work>,
): Promise<ExitCode> {
  const progress = openProgress(output);
  output.below(progress.makeWay);
  let running: ImportProgress['taskId'];
  const onProgress = (now: ImportProgress) => {
    running = now.stage === 'verifying' ? undefined : now.taskId;
    progress.show(options.dryRun ? checking(now) : now);
    report.moved?.(now);
  };
  let work: Work | undefined;
  const tellHowToContinue = (error?: unknown) => {
    progress.stop();
    const kept = work?.state;
    if (kept !== undefined) output.error(howToContinue(kept, options.state !== undefined, error));
  };
  const interrupted = () => tellHowToContinue();
  process.once('exit', interrupted); // at a second Ctrl-C, which waits for nothing
  try {
    await using client = openClient(options, bucketOf(options));
    work = open({ client, signal, onProgress });
    for await (const outcome of work) await report.add(outcome);
    progress.stop();
    return await report.finish(work);
  } catch (error) {
    progress.stop();
    if (running !== undefined) output.note(`Batch task ${running} goes on at the service`);
    if (work?.state === undefined || error instanceof OutputLost) throw error;
    const code = reportError(error, output, signal);
    const settled = error instanceof Error && 'settled' in error ? error.settled : undefined;
    if (typeof settled === 'number') output.note(`${counted(settled, 'entry is', 'entries are')} settled`);
    tellHowToContinue(error);
    if (!signal.aborted) await report.ended?.(work);
    return code;
  } finally {
    process.off('exit', interrupted);
  }
}

/** The bucket of the images; of the state, where the import stores none. */
function bucketOf({ to, state }: Pick<ImportCommandOptions, 'to' | 'state'>): string | undefined {
  const address = to ?? (state !== undefined && isInOss(state) ? state : undefined);
  return address === undefined ? undefined : parseOssAddress(address).bucket;
}
