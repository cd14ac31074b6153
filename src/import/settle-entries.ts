import type { GalleryClient } from '../gallery/gallery-client.ts';
import type { Issue } from '../shared/issue.ts';
import { mapConcurrent } from '../shared/map-concurrent.ts';
import { sleep } from '../shared/sleep.ts';
import type { TaskFailure } from '../task/failure-file.ts';
import type { TaskState } from '../task/task-state.ts';
import type { EntryOutcome } from './entry-outcome.ts';
import { type LedgerLine, readLedger } from './ledger.ts';

export interface SettleOptions {
  readonly state: TaskState;
  readonly failures: readonly TaskFailure[];
  readonly gallery: GalleryClient;
  readonly verify: boolean;
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
}

const LOOKS = 3; // no document says how soon the gallery shows what a task has added

/**
 * What became of every submitted line: by the file of failures, and by the gallery itself where it is asked.
 * A failure that names no line of ours makes the gallery the judge of all of them.
 */
export async function* settleEntries(
  ledger: string,
  options: SettleOptions,
): AsyncGenerator<EntryOutcome, void, void> {
  const { state, failures, gallery, concurrency, signal } = options;
  const isNamed = ({ productId, picName }: TaskFailure) => productId !== undefined && picName !== undefined;
  const byName = new Map(failures.filter(isNamed).map((failure) => [nameOf(failure), failure]));
  const byLine = new Map(
    failures.filter((failure) => !isNamed(failure)).map((failure) => [failure.line, failure]),
  );
  const verify = options.verify || byLine.has(undefined);

  yield* mapConcurrent(
    readLedger(ledger),
    async (line, inner): Promise<EntryOutcome> => {
      if (state.status === 'FAIL') return outcome(line, 'failed', taskFailed(state));
      const failure = byName.get(nameOf(line)) ?? byLine.get(line.line);
      if (failure !== undefined) return outcome(line, 'failed', imageFailed(failure));
      const settled = line.operationType === 'ADD' ? 'imported' : 'deleted';
      if (verify && !(await galleryAgrees(line, gallery, inner)))
        return outcome(line, 'failed', galleryDisagrees(line));
      return outcome(line, settled);
    },
    { concurrency, signal },
  );
}

async function galleryAgrees(
  line: LedgerLine,
  gallery: GalleryClient,
  signal: AbortSignal,
): Promise<boolean> {
  const { operationType, productId, picName } = line;
  if (picName === undefined) return true; // a product deleted as a whole has no image that could be asked for
  for (let look = 1; ; look++) {
    const found = await gallery.find(productId, picName, { signal });
    if ((found !== undefined) === (operationType === 'ADD')) return true;
    if (look === LOOKS) return false;
    await sleep(1_000 * look, signal);
  }
}

const nameOf = ({
  productId,
  picName,
}: {
  readonly productId: string | undefined;
  readonly picName: string | undefined;
}) => JSON.stringify([productId, picName]);

const outcome = (
  { place, productId, picName, issues }: LedgerLine,
  status: EntryOutcome['status'],
  failure?: Issue,
): EntryOutcome => ({
  status,
  place,
  productId,
  picName: picName ?? null,
  issues: failure === undefined ? issues : [failure, ...issues],
});

/** What we say of an entry that failed ourselves; other codes come from the service's file of failures. */
export const FAILED_ENTRY_CODES = [
  'TASK_FAILED',
  'SERVICE_REFUSED',
  'NOT_IN_GALLERY',
  'STILL_IN_GALLERY',
] as const;

const error = (code: (typeof FAILED_ENTRY_CODES)[number] | (string & {}), message: string): Issue => ({
  code,
  severity: 'error',
  path: [],
  message,
});

const taskFailed = ({ ref, code, message }: TaskState) =>
  error(
    'TASK_FAILED',
    `Batch task ${ref.id} failed with code ${code}: ${message || 'the service gave no reason'}`,
  );

const imageFailed = ({ code, message, raw }: TaskFailure) =>
  error(code ?? 'SERVICE_REFUSED', message ?? `The service says: ${raw}`);

const galleryDisagrees = ({ operationType }: LedgerLine) =>
  operationType === 'ADD'
    ? error(
        'NOT_IN_GALLERY',
        'The task succeeded and named no failure, but the gallery does not hold this image',
      )
    : error(
        'STILL_IN_GALLERY',
        'The task succeeded and named no failure, but the gallery still holds this image',
      );
