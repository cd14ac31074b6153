import { AsyncFlatMap } from '../shared/async/async-flat-map.ts';
import { assertConserved } from '../shared/errors/conservation.ts';
import type { OptionNames } from '../shared/options/known-options.ts';
import { DuplicateFinder } from './duplicates/duplicate-finder.ts';
import { CrlfLines } from './lint/crlf-lines.ts';
import { SpreadObjects } from './lint/spread-objects.ts';
import type { MetaContext } from './model/meta-context.ts';
import { META_FILE_NAME } from './model/meta-file-name.ts';
import { severityIn } from './model/meta-profile.ts';
import type { ScannedLines } from './read/scanned-lines.ts';
import { META_FILE_RULES, type MetaFileCode } from './rules/file-rules.ts';
import type { MetaLineIssue } from './rules/meta-issue.ts';

/** What `lint` takes. A misspelt name is an error. */
export interface LintOptions {
  /** Whether to look for lines that name the same image, with names kept on disk where they are many. @default true */
  readonly duplicates?: boolean | undefined;
  /** The file's name, to see whether the service would find it. @default not looked at */
  readonly name?: string | undefined;
  /** Ends the reading at once, with its own reason. */
  readonly signal?: AbortSignal | undefined;
}

export const LINT_OPTIONS: OptionNames<LintOptions> = { duplicates: true, name: true, signal: true };

/** What a file holds: `lines = adds + deletes + refused`. */
export interface MetaSummary {
  /** Lines that were read. */
  readonly lines: number;
  /** Lines in order that add or replace an image. */
  readonly adds: number;
  /** Lines in order that delete. */
  readonly deletes: number;
  /** Lines that are no record: those with an error, and blank ones. */
  readonly refused: number;
  /** Issues for which the service refuses a line, or could. */
  readonly errors: number;
  /** Issues for which it does not. */
  readonly warnings: number;
}

/**
 * What is wrong with a file, read once: the issues of each line in order, then those of the file as a whole. Lines that end with
 * CRLF, and objects that stand over several lines, are one issue of the file each, with their number and the first place.
 *
 * @example
 * const lint = new MetaLineParser().lint({ path: 'increment.meta' });
 * for await (const { line, column, code, message } of lint) console.log(line, column, code, message);
 * console.log(lint.summary);
 */
export class MetaLint implements AsyncIterable<MetaLineIssue> {
  readonly #scanned: AsyncGenerator<Iterable<ScannedLines>, void, void>;
  readonly #context: MetaContext;
  readonly #options: LintOptions;
  readonly #counts = { lines: 0, adds: 0, deletes: 0, refused: 0, errors: 0, warnings: 0 };
  readonly #crlf = new CrlfLines();
  readonly #spread = new SpreadObjects();

  /** @internal */
  constructor(
    scanned: AsyncGenerator<Iterable<ScannedLines>, void, void>,
    context: MetaContext,
    options: LintOptions,
  ) {
    this.#scanned = scanned;
    this.#context = context;
    this.#options = options;
  }

  /** What was read so far: of the whole file, once the issues were read to their end. */
  get summary(): MetaSummary {
    const { lines, adds, deletes, refused } = this.#counts;
    assertConserved('MetaLint', lines, { adds, deletes, refused });
    return { ...this.#counts };
  }

  [Symbol.asyncIterator](): AsyncGenerator<MetaLineIssue, void, void> {
    return new AsyncFlatMap(this.#groups(), (issues) => issues[Symbol.iterator]());
  }

  async *#groups(): AsyncGenerator<Iterable<MetaLineIssue>, void, void> {
    const { duplicates = true, signal } = this.#options;
    const finder = duplicates ? new DuplicateFinder({ profile: this.#context.profile }) : undefined;
    try {
      for await (const group of this.#scanned) yield this.#issuesOf(group, finder);
      yield this.#issuesOfFile();
      if (finder === undefined) return;
      for await (const issue of finder.issues(signal)) yield [this.#counted(issue)];
    } finally {
      finder?.close();
      await this.#scanned.return();
    }
  }

  *#issuesOf(
    group: Iterable<ScannedLines>,
    finder: DuplicateFinder | undefined,
  ): Generator<MetaLineIssue, void, void> {
    const counts = this.#counts;
    for (const lines of group) {
      for (let n = 0; n < lines.count; n++) {
        counts.lines += 1;
        if (!lines.keepsRules(n)) {
          for (const issue of this.#issuesOfLine(lines, n, finder)) {
            if (issue.code === 'META_CARRIAGE_RETURN') this.#crlf.add(issue.line, issue.offset);
            else yield this.#counted(issue);
          }
          continue;
        }
        counts[lines.isAdd(n) ? 'adds' : 'deletes'] += 1;
        if (lines.hasReturn(n)) this.#crlf.add(lines.firstLine + n, lines.offset(n));
        finder?.add(lines.image(n), lines.firstLine + n, lines.offset(n));
        if (this.#spread.isOpen) for (const issue of this.#spread.takeGood()) yield this.#counted(issue);
        const unknown = lines.unknownKey(n);
        if (unknown !== undefined) yield this.#counted(unknown);
      }
    }
  }

  #issuesOfLine(
    lines: ScannedLines,
    n: number,
    finder: DuplicateFinder | undefined,
  ): readonly MetaLineIssue[] {
    const parsed = lines.parse(n);
    const { record, line, offset } = parsed;
    if (record === undefined) {
      this.#counts.refused += 1;
      return this.#spread.takeRefused(parsed, lines.bytes(n));
    }
    this.#counts[record.operationType === 'ADD' ? 'adds' : 'deletes'] += 1;
    finder?.add(record, line, offset);
    return this.#spread.isOpen ? [...this.#spread.takeGood(), ...parsed.issues] : parsed.issues;
  }

  *#issuesOfFile(): Generator<MetaLineIssue, void, void> {
    const { name } = this.#options;
    for (const issue of this.#spread.issues()) yield this.#counted(issue);
    for (const issue of this.#crlf.issues()) yield this.#counted(issue);
    if (name !== undefined && name !== META_FILE_NAME)
      yield this.#ofFile('META_FILE_NAME', META_FILE_RULES.META_FILE_NAME.message(name));
    if (this.#counts.lines === 0) yield this.#ofFile('META_EMPTY', META_FILE_RULES.META_EMPTY.message());
  }

  #counted(issue: MetaLineIssue): MetaLineIssue {
    this.#counts[issue.severity === 'error' ? 'errors' : 'warnings'] += issue.count ?? 1;
    return issue;
  }

  #ofFile(code: MetaFileCode, message: string): MetaLineIssue {
    const severity = severityIn(META_FILE_RULES[code].severity, this.#context.profile);
    return this.#counted({ code, severity, path: [], field: null, message, line: 1, column: 1, offset: 0 });
  }
}
