import { isRetryable } from '../../service/errors/error-advice.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { ExportState } from './export-calls.ts';
import type { ExportContext } from './start-export.ts';

/** How long an export that was just started may be missing: no document says how soon DumpMetaList shows it. */
const UNLISTED_MS = 5_000;

/**
 * Polls until the export has succeeded.
 *
 * @throws {ImageSearchError} `EXPORT_FAILED`, `TASK_NOT_FOUND`, `UNKNOWN_TASK_STATUS`, or the service's code
 */
export async function waitForExport(id: string, context: ExportContext): Promise<ExportState> {
  const { calls, clock, pollDelay, signal } = context;
  const listedBy = clock.now() + UNLISTED_MS;
  for (let n = 0; ; n++) {
    signal?.throwIfAborted();
    const { state, retryAfterMs } = await calls.find(id, signal);
    if (state === undefined && clock.now() >= listedBy) throw notFound(id, calls.instance);
    if (state !== undefined && isOver(state)) return state;
    await clock.sleep(retryAfterMs ?? pollDelay(n), signal);
  }
}

/** Whether it has succeeded. @throws {ImageSearchError} when it has failed, or has a status that no document names */
function isOver(state: ExportState): boolean {
  const { id, status, code, message } = state;
  if (status === 'SUCCESS' || status === 'PROCESSING') return status === 'SUCCESS';
  const details =
    status === 'FAIL'
      ? ({ code: 'EXPORT_FAILED', retryable: isRetryable(code, undefined) } as const)
      : ({ code: 'UNKNOWN_TASK_STATUS' } as const);
  throw new ImageSearchError(
    `Cannot export the gallery as the status of export ${id} must become SUCCESS: current value is "${status}", with code ${code}: ${message}`,
    { ...details, advice: 'Look at the export in the console, then export again' },
  );
}

const notFound = (id: string, instance: string) =>
  new ImageSearchError(`Cannot find export ${id} of instance "${instance}": DumpMetaList does not list it`, {
    code: 'TASK_NOT_FOUND',
    advice: 'Check the instance and its region',
  });
