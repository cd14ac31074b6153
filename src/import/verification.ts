import { mapConcurrent } from '../shared/map-concurrent.ts';
import type { Clock } from '../shared/sleep.ts';
import type { GalleryAnswer, GalleryQuestions, NamedRecord } from './gallery-questions.ts';
import { importIssue } from './import-issue.ts';
import type { LedgerLine } from './ledger.ts';
import { sampleSize, spreadOver } from './sample.ts';
import { type VerificationSummary, verificationSummary } from './verification-summary.ts';

export const VERIFY = ['sample', 'all', 'no'] as const;

/** How many images the gallery is asked for once the task is over. */
export type Verify = (typeof VERIFY)[number];

export interface VerificationOptions {
  readonly how: Verify;
  /** True when an image may have failed that was not reported. Then the gallery is asked for as many as ten minutes allow, `how` being `no` included. */
  readonly inDoubt: boolean;
  readonly questions: GalleryQuestions;
  /** Of the instance. */
  readonly queriesPerSecond: number;
  readonly concurrency: number;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** A number in [0, 1), to choose the sample. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** Hears after each question how many were asked, and how many are to be. */
  readonly onAsked: (asked: number, of: number) => void;
}

/** Lines of increment.meta, numbered from 1, that the gallery can be asked for; to be read more than once. */
export type AskableLines = () => AsyncIterable<AskableLine>;
export type AskableLine = LedgerLine & { readonly line: number; readonly record: NamedRecord };

/** How long the gallery is asked on, once an image is missing or the failures do not tell all. */
const ASK_ON_MS = 600_000;
/** What is asked for in one minute is spread over the import, so that the end of the time falls evenly, too. */
const ROUND_SECONDS = 60;

/**
 * Asks the gallery whether an import has arrived. A real instance answers 1, 5 or 10 questions a second, which it shares
 * with the shop's own searches: so a sample is asked for, and only when an image of it is missing as many as ten minutes
 * allow.
 */
export class Verification {
  readonly #options: VerificationOptions;
  readonly #answers = new Map<number, GalleryAnswer>();
  #images = 0;
  #asked = 0;
  #missing = 0;
  #unanswered = 0;

  constructor(options: VerificationOptions) {
    this.#options = options;
  }

  /** Asks for the sample, and on where that is needed. For `all` each image is asked for when its turn comes to be told. */
  async askSample(lines: AskableLines): Promise<void> {
    for await (const _ of lines()) this.#images += 1;
    const { how, inDoubt, questions, queriesPerSecond, clock } = this.#options;
    if (how === 'all') return;
    const until = clock.now() + ASK_ON_MS;
    if (how === 'sample' && !inDoubt) await this.#askSome(lines, sampleSize(queriesPerSecond), until);
    const inRound = Math.ceil(ROUND_SECONDS * queriesPerSecond);
    const isWorthwhile = () => !questions.hasGivenUp && clock.now() < until;
    while (this.#isDoubtful && this.#answers.size < this.#images && isWorthwhile())
      await this.#askSome(lines, inRound, until);
  }

  /** What the gallery says of a line; undefined when it was not asked, which is no fault of the line. */
  async answerFor(line: AskableLine, signal: AbortSignal): Promise<GalleryAnswer | undefined> {
    const { how, questions } = this.#options;
    if (how === 'all') return this.#count(await questions.ask(line.record, signal), this.#images);
    const answer = this.#answers.get(line.line);
    return answer ?? (this.#isDoubtful ? NOT_ASKED : undefined);
  }

  get summary(): VerificationSummary {
    const [images, asked, missing, unanswered] = [this.#images, this.#asked, this.#missing, this.#unanswered];
    return verificationSummary({ images, asked, missing, unanswered });
  }

  /** Whether an image that was not asked for may be missing, beyond what a sample leaves open. */
  get #isDoubtful(): boolean {
    return this.#options.inDoubt || this.#missing > 0;
  }

  /** Asks for so many of the images that were not asked for yet, until a time in milliseconds since 1970. */
  async #askSome(lines: AskableLines, wanted: number, until: number): Promise<void> {
    const { questions, clock, concurrency, signal, random = Math.random } = this.#options;
    const chosen = spreadOver(this.#images - this.#answers.size, wanted, random);
    const of = this.#isDoubtful ? this.#images : chosen.size;
    const asked = mapConcurrent(
      this.#unasked(lines, chosen),
      async ({ line, record }, inner) => ({ line, answer: await questions.ask(record, inner) }),
      { concurrency, signal },
    );
    for await (const { line, answer } of asked) {
      this.#answers.set(line, this.#count(answer, of));
      if (clock.now() >= until) return;
    }
  }

  async *#unasked(lines: AskableLines, chosen: ReadonlySet<number>): AsyncGenerator<AskableLine, void, void> {
    const before = new Set(this.#answers.keys()); // answers come in while this goes on
    let n = 0;
    for await (const line of lines()) {
      if (before.has(line.line)) continue;
      if (chosen.has(n)) yield line;
      n += 1;
    }
  }

  #count(answer: GalleryAnswer, of: number): GalleryAnswer {
    if (answer.kind === 'not asked') return answer;
    if (answer.kind === 'unanswered') this.#unanswered += 1;
    else this.#asked += 1;
    if (answer.kind === 'missing') this.#missing += 1;
    this.#options.onAsked(this.#asked + this.#unanswered, of);
    return answer;
  }
}

const NOT_ASKED: GalleryAnswer = {
  kind: 'not asked',
  issue: importIssue(
    'UNVERIFIED',
    'The task ended as a success, but other images are missing or not all failures could be read, and the gallery was not asked for this image in time',
  ),
};
