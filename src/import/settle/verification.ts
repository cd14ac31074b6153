import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import type { Clock } from '../../shared/async/sleep.ts';
import { importIssue } from '../import-issue.ts';
import type { VerificationCounts, VerificationSummary } from '../import-summary.ts';
import type { LedgerLine } from '../ledger.ts';
import type { ExportedShard } from './exported-shard.ts';
import {
  type GalleryAnswer,
  type GalleryQuestions,
  type NamedRecord,
  unverified,
} from './gallery-questions.ts';
import { sampleSize, spreadOver } from './sample.ts';
import type { VerificationBudget } from './verification-budget.ts';
import { verificationSummary } from './verification-summary.ts';

/** How an import asks the gallery afterwards: for a sample, for all images, by one export, or not at all. */
export const VERIFY = ['sample', 'all', 'export', 'no'] as const;

/** How many images the gallery is asked for once the task is over. */
export type Verify = (typeof VERIFY)[number];

export interface VerificationOptions {
  readonly how: Verify;
  /** True when an image may have failed that was not reported. Then the gallery is asked on, `how` being `no` included. */
  readonly inDoubt: boolean;
  readonly questions: GalleryQuestions;
  /** What an export says of the lines, when `how` is `export`. */
  readonly exported?: ExportedShard | undefined;
  /** Of the instance. */
  readonly queriesPerSecond: number;
  /** The share of the import that these lines are: as much they get of its sample, and of its time. @default 1 */
  readonly share?: number | undefined;
  /** How long the gallery may be asked on. Shared by all shards of an import. */
  readonly budget: VerificationBudget;
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

/** What is asked for in one minute is spread over the lines, so that the end of the time falls evenly, too. */
const ROUND_SECONDS = 60;

/**
 * Asks the gallery whether the lines of one task have arrived. A real instance answers 1, 5 or 10 questions a second, which
 * it shares with the shop's own searches: so a sample is asked for, and only when an image of it is missing, or failures may
 * be unknown, as many more as the budget allows.
 */
export class Verification {
  readonly #options: VerificationOptions;
  readonly #answers = new Map<number, GalleryAnswer>();
  #images = 0;
  #asked = 0;
  #missing = 0;
  #unanswered = 0;
  /** Until when an image may be asked for that the export does not confirm, in ms since 1970. */
  #until = 0;
  /** Up to when such questions have spent the time. */
  #spentUntil = 0;
  #sample = { asked: 0, missing: 0 };

  constructor(options: VerificationOptions) {
    this.#options = options;
  }

  /** Asks for the sample, and on where that is needed. For `all` each image is asked for when its turn comes to be told. */
  async askSample(lines: AskableLines): Promise<void> {
    for await (const _ of lines()) this.#images += 1;
    const { how, queriesPerSecond, share = 1, budget, clock } = this.#options;
    budget.add(share);
    const began = clock.now();
    this.#until = began + budget.leftMs;
    if (how === 'all' || how === 'export') return;
    if (how === 'sample') await this.#askSome(lines, Math.ceil(share * sampleSize(queriesPerSecond)));
    this.#sample = { asked: this.#asked, missing: this.#missing };
    if (!this.#isDoubtful) return;
    await this.#askOn(lines, began + budget.leftMs);
    budget.spend(clock.now() - began); // the time of the sample included
  }

  async #askOn(lines: AskableLines, until: number): Promise<void> {
    const { questions, queriesPerSecond, clock } = this.#options;
    while (this.#answers.size < this.#images && !questions.hasGivenUp && clock.now() < until) {
      const seconds = Math.min(ROUND_SECONDS, (until - clock.now()) / 1_000);
      await this.#askSome(lines, Math.ceil(seconds * queriesPerSecond), until);
    }
  }

  /** What the gallery says of a line; undefined when it was not asked, which is no fault of the line. */
  async answerFor(line: AskableLine, signal: AbortSignal): Promise<GalleryAnswer | undefined> {
    const { how, questions } = this.#options;
    if (how === 'all') return this.#count(await questions.ask(line.record, signal), this.#images);
    if (how === 'export') return this.#fromExport(line, signal);
    const answer = this.#answers.get(line.line);
    return answer ?? (this.#isDoubtful ? NOT_ASKED : undefined);
  }

  /** What an export confirms needs no question. Another image is asked for while there is time. */
  async #fromExport(line: AskableLine, signal: AbortSignal): Promise<GalleryAnswer> {
    const { exported, inDoubt, questions, budget, clock } = this.#options;
    if (exported?.trouble !== undefined) return { kind: 'not asked', issue: unverified(exported.trouble) };
    if (exported?.doubtful.has(line.line) === false && !inDoubt)
      return this.#count({ kind: 'as submitted' }, this.#images);
    const began = clock.now();
    if (began >= this.#until) return NOT_ASKED;
    const answer = await questions.ask(line.record, signal);
    const now = clock.now();
    budget.spend(Math.max(0, now - Math.max(began, this.#spentUntil))); // questions overlap
    this.#spentUntil = now;
    return this.#count(answer, this.#images);
  }

  get summary(): VerificationSummary {
    return verificationSummary([this.counts]);
  }

  get counts(): VerificationCounts {
    const isOpen = this.#isDoubtful || this.#options.how === 'export';
    const notAsked = isOpen ? this.#images - this.#asked - this.#unanswered : 0;
    return {
      ...{ images: this.#images, asked: this.#asked, missing: this.#missing },
      ...{ unanswered: this.#unanswered, notAsked, sample: this.#sample },
    };
  }

  /** Whether an image that was not asked for may be missing, beyond what a sample leaves open. */
  get #isDoubtful(): boolean {
    return this.#options.inDoubt || this.#missing > 0;
  }

  /** Asks for so many of the images that were not asked for yet, until a time in ms since 1970 at most. */
  async #askSome(
    lines: AskableLines,
    wanted: number,
    until: number = Number.POSITIVE_INFINITY,
  ): Promise<void> {
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
    'The task ended as a success, but the gallery does not hold others, or an export does not show this image, or not all failures could be read, and the gallery was not asked for this image in time',
  ),
};
