import type { ImportConnection } from '../open-connection.ts';
import { findingOf, type Judgement, type ReadinessFinding } from './readiness.ts';
import type { ReadinessSettings } from './readiness-options.ts';

/** What questions are asked with: an import's options, and its connection. */
export interface ReadinessContext extends ImportConnection {
  readonly settings: ReadinessSettings;
}

/** A question to a service, and the checks that its answer decides. */
export interface Question {
  readonly name: string;
  /** The questions that must have been answered before. */
  readonly after: readonly string[];
  /** The names of its checks, in their order. */
  readonly checks: readonly [string, ...string[]];
  /** Whether it concerns the import that is meant. */
  readonly concerns: (settings: ReadinessSettings) => boolean;
  /** @throws {ImageSearchError} when the question is not answered */
  readonly ask: (context: ReadinessContext, signal: AbortSignal) => Promise<readonly ReadinessFinding[]>;
}

interface QuestionRow<Answer> extends Pick<Question, 'after'> {
  /** @default every import */
  readonly concerns?: Question['concerns'];
  readonly ask: (context: ReadinessContext, signal: AbortSignal) => Promise<Answer>;
  /** By their names: what each check makes of the answer. */
  readonly checks: Readonly<Record<string, (answer: Answer, context: ReadinessContext) => Judgement>>;
}

/** A row of the table of questions. */
export function question<Answer>(name: string, row: QuestionRow<Answer>): Question {
  const { after, concerns = () => true, ask, checks } = row;
  const answered = async (context: ReadinessContext, signal: AbortSignal) => {
    const answer = await ask(context, signal);
    return Object.entries(checks).map(([check, judge]) => findingOf(check, judge(answer, context)));
  };
  return { name, after, concerns, ask: answered, checks: Object.keys(checks) as [string, ...string[]] };
}
