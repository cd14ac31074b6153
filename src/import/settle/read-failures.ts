import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { shortageOf } from '../../shared/errors/shortage.ts';
import type { BatchTaskClient } from '../../task/batch-task-client.ts';
import type { TaskState } from '../../task/calls/task-state.ts';
import type { ImageFailure } from '../../task/failures/failure-line.ts';
import { matchFailures, type NamedLine } from '../../task/failures/match-failures.ts';
import { LONGEST_UNMATCHED, shownUnmatched } from './sum-up.ts';

/** The failures of a task, matched with the lines of increment.meta. */
export interface MatchedFailures {
  /** By line of increment.meta, from 1. */
  readonly byLine: ReadonlyMap<number, ImageFailure>;
  /** The first failures that match no line, verbatim, and why the failure file could not be read. */
  readonly unmatched: readonly string[];
  /** True when an image may have failed that `byLine` does not have: then the gallery decides. */
  readonly inDoubt: boolean;
}

/**
 * Reads the failures of a task, and finds the line of each in the increment.meta of the task. A failure file that cannot be
 * read does not end the import, since every entry must get its outcome. An empty file proves nothing, as no document says
 * when there is one.
 *
 * @param folder the folder of increment.meta in the bucket
 */
export async function readFailures(
  lines: () => AsyncIterable<NamedLine>,
  {
    tasks,
    state,
    folder,
    signal,
  }: {
    readonly tasks: Pick<BatchTaskClient, 'failures'>;
    readonly state: TaskState;
    readonly folder: string;
    readonly signal: AbortSignal | undefined;
  },
): Promise<MatchedFailures> {
  const trouble: string[] = [];
  let isEmpty = state.errorUrl !== undefined;
  const { byLine, unmatched: unknown } = await matchLines(lines, read(), folder);
  const unmatched = [...trouble, ...unknown];
  return { byLine, unmatched, inDoubt: isEmpty || unmatched.length > 0 };

  async function* read(): AsyncGenerator<ImageFailure, void, void> {
    try {
      for await (const failure of tasks.failures(state, { signal })) {
        isEmpty = false;
        yield failure;
      }
    } catch (error) {
      if (!isImageSearchError(error) || shortageOf(error) !== undefined) throw error;
      trouble.push(error.message);
    }
  }
}

/** Failures are matched in groups of at most so many, and of lines with so many characters: the others are not held. */
const MOST_IN_GROUP = { failures: 20_000, characters: 8_000_000 };

/**
 * Finds the line of each failure. Reads the lines once for each group of failures. Of several failures of a line the last one
 * counts; of those that match no line the first ones are kept.
 */
export async function matchLines(
  lines: () => AsyncIterable<NamedLine>,
  failures: Iterable<ImageFailure> | AsyncIterable<ImageFailure>,
  folder: string,
): Promise<Pick<MatchedFailures, 'byLine' | 'unmatched'>> {
  const byLine = new Map<number, ImageFailure>();
  let unmatched: readonly string[] = [];
  for await (const group of groupsOf(failures)) {
    const matches = await matchFailures(lines(), group, folder);
    const last = new Map<readonly NamedLine[], ImageFailure>(); // failures of the same names share a list
    for (const [failure, matched] of matches) {
      last.delete(matched);
      last.set(matched, failure);
    }
    for (const [matched, failure] of last) for (const { line } of matched) byLine.set(line, failure);
    const others = group.filter((one) => !matches.has(one)).map(({ raw }) => raw);
    unmatched = shownUnmatched([...unmatched, ...others]);
  }
  return { byLine, unmatched };
}

async function* groupsOf(
  failures: Iterable<ImageFailure> | AsyncIterable<ImageFailure>,
): AsyncGenerator<readonly ImageFailure[], void, void> {
  let group: ImageFailure[] = [];
  let characters = 0;
  for await (const failure of failures) {
    group.push(shortened(failure));
    characters += Math.min(failure.raw.length, LONGEST_UNMATCHED);
    if (group.length < MOST_IN_GROUP.failures && characters < MOST_IN_GROUP.characters) continue;
    yield group;
    group = [];
    characters = 0;
  }
  if (group.length > 0) yield group;
}

/** A failure without the rest of a long line. */
function shortened(failure: ImageFailure): ImageFailure {
  if (failure.raw.length <= LONGEST_UNMATCHED) return failure;
  const { productId, picName, code, message, raw } = failure;
  const short = { productId: copied(productId), picName: copied(picName), code: copied(code) };
  return { ...failure, ...short, message: copied(message), raw: copied(raw) };
}

/** The beginning of a text; a slice alone would hold all of it in memory. */
const copied = <T extends string | undefined>(text: T): T =>
  (text === undefined
    ? text
    : Buffer.from(text.slice(0, LONGEST_UNMATCHED), 'utf16le').toString('utf16le')) as T;
