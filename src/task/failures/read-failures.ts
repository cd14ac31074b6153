import { MetaLineParser } from '../../meta/meta-line-parser.ts';
import type { MetaRecord } from '../../meta/meta-record.ts';
import type { MetaSource } from '../../meta/read/meta-source.ts';
import { isImageSearchError } from '../../shared/image-search-error.ts';
import type { TaskState } from '../task-state.ts';
import { readFailureFile } from './failure-file.ts';
import type { TaskFailure } from './failure-line.ts';
import { matchFailures } from './match-failures.ts';
import type { ResultHosts } from './result-hosts.ts';

export interface FailuresOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * The increment.meta of the task. With it, each failure comes with its `record`, and its `line` where only names were
   * told; all failures are then read before the first comes, and kept. @default no failure has a record
   */
  readonly meta?: MetaSource;
}

export interface FailureSurroundings {
  /** The task's state anew, with a fresh address. */
  readonly fresh: () => Promise<TaskState>;
  readonly hosts: ResultHosts;
  /** How long nothing may come of a file, in ms. */
  readonly silentMs: number;
}

const READS = 3;

/** The failures of a task that is over; with their records where increment.meta is given. */
export async function* readFailures(
  state: TaskState,
  { meta, signal }: FailuresOptions,
  around: FailureSurroundings,
): AsyncGenerator<TaskFailure, void, void> {
  const failures = readRepeatedly(state.errorUrl, around, signal);
  if (meta === undefined) {
    yield* failures;
    return;
  }
  const all: TaskFailure[] = [];
  for await (const failure of failures) all.push(failure);
  const folder = state.ref.path.replace(/^\/+|\/+$/g, '');
  const matched = await matchFailures(all.length === 0 ? [] : recordsOf(meta, signal), all, folder);
  for (const failure of all) {
    const places = matched.get(failure);
    const line = failure.line ?? (places?.length === 1 ? places[0]?.line : undefined);
    yield { ...failure, line, record: places?.[0]?.record };
  }
}

/** When reading fails, a fresh address is asked for, and what was told already is not told again. */
async function* readRepeatedly(
  url: string | undefined,
  { fresh, hosts, silentMs }: FailureSurroundings,
  signal: AbortSignal | undefined,
): AsyncGenerator<TaskFailure, void, void> {
  let address = url;
  let told = 0;
  for (let attempt = 1; address !== undefined; attempt++) {
    try {
      let seen = 0;
      for await (const failure of readFailureFile(address, { hosts, silentMs, signal })) {
        if (++seen <= told) continue;
        told = seen;
        yield failure;
      }
      return;
    } catch (error) {
      if (attempt === READS || !isImageSearchError(error) || !error.retryable) throw error;
      const { errorUrl } = await fresh().catch(() => {
        signal?.throwIfAborted();
        throw error; // what was asked for is the file
      });
      address = errorUrl ?? address;
    }
  }
}

/** The lines that are records by their form; rules are not asked, as the service took the file as it was. */
async function* recordsOf(
  meta: MetaSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly line: number; readonly record: MetaRecord }, void, void> {
  for await (const { records, lineNumbers } of new MetaLineParser().batches(meta, { signal }))
    for (const [i, record] of records.entries()) yield { line: lineNumbers[i] ?? 0, record };
}
