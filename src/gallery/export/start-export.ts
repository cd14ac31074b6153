import { adviceFor, isThrottling } from '../../service/errors/error-advice.ts';
import { growingDelay } from '../../shared/async/growing-delay.ts';
import type { Clock } from '../../shared/async/sleep.ts';
import { ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { WhenRunning } from '../../shared/options/when-running.ts';
import type { ExportCalls } from './export-calls.ts';

export interface ExportContext {
  readonly calls: ExportCalls;
  readonly clock: Clock;
  /** The wait after the nth poll (from 0), in ms. */
  readonly pollDelay: (n: number) => number;
  readonly signal: AbortSignal | undefined;
}

/** How often DumpMeta is called while it is refused because of the pace, and the list is searched for a lost answer's export. */
const MOST_THROTTLED = 5;
const MOST_LOOKS = 3;

/** The service's code when an export runs already. */
const RUNNING = 'Console.TaskAlreadyExist';

/**
 * Starts an export, or adopts the one that runs. DumpMeta is not repeated blindly: when its answer is lost, DumpMetaList is
 * searched for an export that was not there before.
 *
 * @returns the id
 * @throws {ImageSearchError} `Console.TaskAlreadyExist` when another export runs and `whenRunning` is `refuse`
 */
export async function startExport(whenRunning: WhenRunning, context: ExportContext): Promise<string> {
  const { calls, clock, pollDelay, signal } = context;
  for (let n = 0; ; n++) {
    signal?.throwIfAborted();
    const { exports } = await calls.latest(signal);
    const known = new Set(exports.map(({ id }) => id));
    const seen = exports.find(({ status }) => status === 'PROCESSING');
    if (seen === undefined) {
      try {
        return await calls.start(signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!isImageSearchError(error) || !error.retryable) throw error;
        const isRefused = error.code === RUNNING || isThrottling(error.code);
        if (!isRefused) return await startedUnseen(known, error, context);
        if (error.code === RUNNING ? whenRunning === 'refuse' : n >= MOST_THROTTLED) throw error;
      }
    } else if (whenRunning === 'refuse') throw exportRunning(calls.instance, seen.id);
    const running = whenRunning === 'adopt' ? (seen ?? (await calls.running(signal))) : undefined;
    if (running !== undefined) return running.id;
    await clock.sleep(pollDelay(n), signal);
  }
}

/** The export that a call has started whose answer was lost. @throws {ImageSearchError} the error of that call */
async function startedUnseen(
  known: ReadonlySet<string>,
  lost: ImageSearchError,
  { calls, clock, signal }: ExportContext,
): Promise<string> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    await clock.sleep(growingDelay(look), signal);
    const { exports } = await calls.latest(signal).catch(() => {
      signal?.throwIfAborted();
      throw lost;
    });
    const started = exports.find(({ id }) => !known.has(id));
    if (started !== undefined) return started.id;
  }
  throw lost;
}

const exportRunning = (instance: string, id: string) =>
  new ImageSearchError(
    `Cannot export the gallery of instance "${instance}" as export ${id} is running: wait for it, or use whenRunning 'wait' or 'adopt'`,
    { code: RUNNING, ...adviceFor(RUNNING) },
  );
