import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { openConnection } from '../open-connection.ts';
import { ACCOUNT_QUESTIONS } from './account-questions.ts';
import { BUCKET_QUESTIONS } from './bucket-questions.ts';
import { INSTANCE_QUESTIONS } from './instance-questions.ts';
import type { Question, ReadinessContext } from './question.ts';
import { findingOf, type Readiness, type ReadinessFinding } from './readiness.ts';
import { type ReadinessOptions, readinessSettings } from './readiness-options.ts';

/** Every question, after those that it needs. Findings come in this order. */
const QUESTIONS: readonly Question[] = [...ACCOUNT_QUESTIONS, ...INSTANCE_QUESTIONS, ...BUCKET_QUESTIONS];

/** Questions that are asked at the same time. */
const CONCURRENCY = 4;

/**
 * Checks before an import whether all is there that it needs: credentials, clock, instance, capacity, bucket. What is wrong is
 * a finding, never thrown. It writes one small object to the folder of the import, `.import-check`, and removes it; it changes
 * nothing else. It does not wait for a service that is away.
 *
 * @example
 * const { isReady, findings } = await checkReadiness({ to: 'oss://my-bucket/spring', region: 'cn-shanghai', instance: 'shop' });
 * for (const { level, message, remedy } of findings) console.log(level, message, remedy ?? '');
 * @throws {TypeError | RangeError} for an option that is misspelt, missing or out of its range, before anything is asked
 */
export async function checkReadiness(options: ReadinessOptions): Promise<Readiness> {
  const settings = readinessSettings(options);
  const { signal } = settings;
  signal?.throwIfAborted();
  const { close, ...connection } = openConnection(settings);
  const context: ReadinessContext = { ...connection, close, settings };
  const questions = QUESTIONS.filter(({ concerns }) => concerns(settings));
  const asked = new Map<string, Asked>();
  try {
    for (let round = due(questions, asked); round.length > 0; round = due(questions, asked)) {
      const ask = (one: Question, inner: AbortSignal) => answered(one, context, asked, inner);
      for await (const result of mapConcurrent(round, ask, { concurrency: CONCURRENCY, signal }))
        asked.set(result.name, result);
    }
  } finally {
    close();
  }
  const findings = questions.flatMap(({ name }) => asked.get(name)?.findings ?? []);
  return { isReady: findings.every(({ level }) => level !== 'error'), findings };
}

interface Asked {
  readonly name: string;
  /** The check that failed first, of this question or one before it; undefined when the question was answered. */
  readonly failed: string | undefined;
  readonly findings: readonly ReadinessFinding[];
}

type AskedBefore = ReadonlyMap<string, Asked>;

/** The questions whose turn it is: those before them were asked. */
const due = (questions: readonly Question[], asked: AskedBefore): readonly Question[] =>
  questions.filter(({ name, after }) => !asked.has(name) && after.every((before) => asked.has(before)));

async function answered(
  { name, after, checks, ask }: Question,
  context: ReadinessContext,
  asked: AskedBefore,
  signal: AbortSignal,
): Promise<Asked> {
  const failedBefore = after.map((before) => asked.get(before)?.failed).find((one) => one !== undefined);
  if (failedBefore !== undefined)
    return { name, failed: failedBefore, findings: checks.map((check) => notChecked(check, failedBefore)) };
  try {
    return { name, failed: undefined, findings: await ask(context, signal) };
  } catch (error) {
    signal.throwIfAborted();
    if (!isImageSearchError(error)) throw error;
    const [failed, ...others] = checks;
    const findings = [findingOf(failed, { error }), ...others.map((check) => notChecked(check, failed))];
    return { name, failed, findings };
  }
}

const notChecked = (check: string, failed: string): ReadinessFinding =>
  findingOf(check, {
    code: 'NOT_CHECKED',
    message: `The check "${check}" was not made, as "${failed}" failed`,
  });
