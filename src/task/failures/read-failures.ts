import { MetaLineParser } from '../../meta/meta-line-parser.ts';
import type { MetaRecord } from '../../meta/model/meta-record.ts';
import type { MetaSource } from '../../meta/read/meta-source.ts';
import { isRetryable } from '../../service/errors/error-advice.ts';
import type { Patience } from '../../service/patience.ts';
import type { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { CallOptions } from '../../shared/options/call-options.ts';
import { show } from '../../shared/options/checks.ts';
import type { OptionNames } from '../../shared/options/known-options.ts';
import { trimSlashes } from '../../shared/text/trim-slashes.ts';
import type { TaskState } from '../calls/task-state.ts';
import type { ImageFailure } from './failure-line.ts';
import { FailureReader, type FailureReaderContext } from './failure-reader.ts';
import { matchFailures } from './match-failures.ts';

/** What `failures` takes. A misspelt name is an error. */
export interface FailuresOptions extends CallOptions {
  /**
   * The increment.meta of the task. With it, each failure comes with the `record` and the `line` that it is about, if that
   * line keeps the rules (`lint` finds the lines that do not); a failure that names several lines comes once for each. All
   * failures are then read before the first is yielded, and kept in memory.
   *
   * @default no failure has a record
   */
  readonly meta?: MetaSource | undefined;
}

export const FAILURES_OPTIONS: OptionNames<FailuresOptions> = { signal: true, meta: true };

export interface FailuresContext extends FailureReaderContext {
  /** Waits for the files while they cannot be read. @default no wait */
  readonly patience?: Patience | undefined;
}

/** @throws {TypeError} for a value that is no state, or the state of a task that still runs */
export function checkOver(state: TaskState): void {
  if (typeof state !== 'object' || state === null || !('errorUrl' in state)) {
    throw new TypeError(
      `Cannot read failures as a TaskState must be given, such as wait() returns: current value is ${show(state)}`,
    );
  }
  if (state.status !== 'PROCESSING' || state.errorUrl !== undefined) return;
  throw new TypeError(
    `Cannot read the failures of task ${state.ref?.id} as the task must be over: current value of its status is "PROCESSING"; wait for it`,
  );
}

/** Yields the failures of a task that is over, with their records where increment.meta is given. */
export async function* readFailures(
  state: TaskState,
  { meta, signal }: FailuresOptions,
  context: FailuresContext,
): AsyncGenerator<ImageFailure, void, void> {
  const failures = readAll(new FailureReader(state.errorUrl, context, signal), context.patience, signal);
  if (meta === undefined) {
    yield* failures;
    return;
  }
  const all: ImageFailure[] = [];
  for await (const failure of failures) all.push(failure);
  const metaFolder = trimSlashes(state.ref.path);
  const matched = await matchFailures(all.length === 0 ? [] : recordsOf(meta, signal), all, metaFolder);
  for (const failure of all) {
    signal?.throwIfAborted();
    for (const { line, record } of matched.get(failure) ?? [{ line: failure.line, record: undefined }])
      yield { ...failure, line, record };
  }
}

async function* readAll(
  reader: FailureReader,
  patience: Patience | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ImageFailure, void, void> {
  const next = () => reader.next();
  const mayPass = (error: ImageSearchError) => error.retryable && !isRefused(error);
  try {
    for (;;) {
      const failure = await (patience?.run(next, { signal, mayPass }) ?? next());
      if (failure === undefined) return;
      yield failure;
    }
  } finally {
    await reader.close();
  }
}

/** A server that refuses the file will do so in ten minutes, too. */
const isRefused = ({ code, httpStatus = 0 }: ImageSearchError): boolean =>
  httpStatus >= 400 && !isRetryable(code, httpStatus);

/**
 * The lines that are valid records. The rules of instance type `generic` apply, which allow any category: the type of this
 * instance is unknown here, and where a category is wrong, the failure itself says so.
 */
async function* recordsOf(
  meta: MetaSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly line: number; readonly record: MetaRecord }, void, void> {
  const parser = new MetaLineParser({ serviceType: 'generic' });
  for await (const { records, lineNumbers } of parser.batches(meta, { signal }))
    for (const [i, record] of records.entries()) yield { line: lineNumbers[i] ?? 0, record };
}
