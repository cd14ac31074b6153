import type { GalleryClient, GalleryImage } from '../gallery/gallery-client.ts';
import type { MetaRecord } from '../meta/meta-record.ts';
import { type ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';
import type { Issue } from '../shared/issue.ts';
import { mapConcurrent } from '../shared/map-concurrent.ts';
import { sleep } from '../shared/sleep.ts';
import type { TaskFailure } from '../task/failures/failure-line.ts';
import type { TaskState } from '../task/task-state.ts';
import type { EntryOutcome } from './entry-outcome.ts';
import { type LedgerLine, readLedger } from './ledger.ts';

export interface SettleOptions {
  readonly state: TaskState;
  /** By line of increment.meta. */
  readonly failures: ReadonlyMap<number, TaskFailure>;
  readonly gallery: GalleryClient;
  /**
   * How to ask the gallery: not at all; whether it holds the image; or, where the failures do not tell all, whether it
   * holds it with what this import said of it, since an earlier import may have left an image of the same names.
   */
  readonly verify: 'no' | 'exists' | 'equals';
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
}

const LOOKS = 3; // no document says how soon the gallery shows what a task has added

/** What became of every submitted line: by the failures, and by the gallery itself. Every line comes out. */
export async function* settleEntries(
  ledger: string,
  { state, failures, gallery, verify, concurrency, signal }: SettleOptions,
): AsyncGenerator<EntryOutcome, void, void> {
  let silent: ImageSearchError | undefined; // once the gallery cannot be asked, nobody waits for it again
  const faultOf = async (
    line: LedgerLine & { readonly line: number },
    inner: AbortSignal,
  ): Promise<Issue | undefined> => {
    if (state.status === 'FAIL') return taskFailed(state);
    const failure = failures.get(line.line);
    if (failure !== undefined) return imageFailed(failure);
    if (verify === 'no') return undefined;
    if (silent !== undefined) return unverified(silent);
    try {
      return await galleryFault(line.record, gallery, verify, inner);
    } catch (error) {
      if (!isImageSearchError(error)) throw error;
      silent = error;
      return unverified(error);
    }
  };
  yield* mapConcurrent(readLedger(ledger), async (line, inner) => outcome(line, await faultOf(line, inner)), {
    concurrency,
    signal,
  });
}

async function galleryFault(
  record: MetaRecord,
  gallery: GalleryClient,
  verify: 'exists' | 'equals',
  signal: AbortSignal,
): Promise<Issue | undefined> {
  const { operationType, productId, picName } = record;
  if (picName === undefined) return undefined; // a product deleted as a whole has no image that could be asked for
  for (let look = 1; ; look++) {
    const found = await gallery.find(productId, picName, { signal });
    const fault = operationType === 'DELETE' ? found && STILL_THERE : differs(record, found, verify);
    if (fault === undefined || look === LOOKS) return fault;
    await sleep(1_000 * look, signal);
  }
}

const COMPARED = [
  'customContent',
  ...(['intAttr', 'intAttr2', 'intAttr3', 'intAttr4'] as const),
  ...(['strAttr', 'strAttr2', 'strAttr3', 'strAttr4'] as const),
] as const;

function differs(
  record: MetaRecord,
  found: GalleryImage | undefined,
  verify: 'exists' | 'equals',
): Issue | undefined {
  if (found === undefined) return NOT_THERE;
  if (verify === 'exists' || record.operationType === 'DELETE') return undefined;
  const other = COMPARED.filter((key) => (record[key] ?? '') !== (found[key] ?? ''));
  return other.length === 0
    ? undefined
    : error(
        'GALLERY_DIFFERS',
        `The gallery holds an image of these names with another ${other.join(', ')}: an earlier one, it seems`,
      );
}

const outcome = ({ place, record, issues }: LedgerLine, fault: Issue | undefined): EntryOutcome => ({
  status: fault !== undefined ? 'failed' : record.operationType === 'ADD' ? 'imported' : 'deleted',
  place,
  productId: record.productId,
  picName: record.picName ?? null,
  issues: fault === undefined ? issues : [fault, ...issues],
});

/** What we say of an entry that failed ourselves; other codes come from the service's file of failures. */
export const FAILED_ENTRY_CODES = [
  'TASK_FAILED',
  'SERVICE_REFUSED',
  'NOT_IN_GALLERY',
  'STILL_IN_GALLERY',
  'GALLERY_DIFFERS',
  'UNVERIFIED',
] as const;

function error(code: (typeof FAILED_ENTRY_CODES)[number] | (string & {}), message: string): Issue {
  return { code, severity: 'error', path: [], message };
}

const NOT_THERE = error(
  'NOT_IN_GALLERY',
  'The task ended as a success, but the gallery does not hold this image',
);
const STILL_THERE = error(
  'STILL_IN_GALLERY',
  'The task ended as a success, but the gallery still holds this image',
);

const taskFailed = ({ ref, code, message }: TaskState) =>
  error(
    'TASK_FAILED',
    `Batch task ${ref.id} failed with code ${code}: ${message || 'the service gave no reason'}`,
  );

const imageFailed = ({ code, message, raw }: TaskFailure) =>
  error(code ?? 'SERVICE_REFUSED', message ?? `The service says: ${raw}`);

const unverified = ({ message, code }: ImageSearchError) =>
  error(
    'UNVERIFIED',
    `The task ended as a success, but the gallery could not be asked for this image: ${message} [${code}]`,
  );
