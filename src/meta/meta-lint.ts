import { assertConserved } from '../shared/conservation.ts';
import { DuplicateFinder } from './duplicates/duplicate-finder.ts';
import type { MetaLineIssue } from './meta-issue.ts';
import { severityIn } from './meta-profile.ts';
import type { ScannedLines } from './read/scanned-lines.ts';
import { META_FILE_RULES, type MetaFileCode } from './rules/file-rules.ts';
import type { MetaContext } from './rules/meta-rule.ts';

/** The fixed name of the file: "Do not modify the file name" (help page "Upload images", Mar 08 2024). */
export const META_FILE_NAME = 'increment.meta';

export interface LintOptions {
  /** Whether to look for lines that name the same image, with names kept on disk where they are many. @default true */
  readonly duplicates?: boolean;
  /** The file's name, to see whether the service would find it. @default not looked at */
  readonly name?: string | undefined;
  /** Ends the reading at once, with its own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What a file holds: `lines = adds + deletes + refused`. */
export interface MetaSummary {
  readonly lines: number;
  readonly adds: number;
  readonly deletes: number;
  /** Lines that are no record: those with an error, and blank ones. */
  readonly refused: number;
  readonly errors: number;
  readonly warnings: number;
}

/**
 * What is wrong with a file, read once: the issues of each line in order, then those of the file as a whole.
 *
 * @example
 * const lint = new MetaLineParser().lint({ path: 'increment.meta' });
 * for await (const { line, column, code, message } of lint) console.log(line, column, code, message);
 * console.log(lint.summary);
 */
export class MetaLint implements AsyncIterable<MetaLineIssue> {
  readonly #scanned: AsyncGenerator<ScannedLines, void, void>;
  readonly #context: MetaContext;
  readonly #options: LintOptions;
  readonly #counts = { lines: 0, adds: 0, deletes: 0, refused: 0, errors: 0, warnings: 0 };

  /** @internal */
  constructor(scanned: AsyncGenerator<ScannedLines, void, void>, context: MetaContext, options: LintOptions) {
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

  async *[Symbol.asyncIterator](): AsyncGenerator<MetaLineIssue, void, void> {
    const { duplicates = true, name, signal } = this.#options;
    const finder = duplicates ? new DuplicateFinder({ profile: this.#context.profile }) : undefined;
    try {
      for await (const lines of this.#scanned) yield* this.#issuesOf(lines, finder);
      if (name !== undefined && name !== META_FILE_NAME)
        yield this.#count(this.#ofFile('META_FILE_NAME', META_FILE_RULES.META_FILE_NAME.message(name)));
      if (this.#counts.lines === 0)
        yield this.#count(this.#ofFile('META_EMPTY', META_FILE_RULES.META_EMPTY.message()));
      for await (const issue of finder?.issues(signal) ?? []) yield this.#count(issue);
    } finally {
      finder?.close();
      await this.#scanned.return();
    }
  }

  *#issuesOf(lines: ScannedLines, finder: DuplicateFinder | undefined): Generator<MetaLineIssue, void, void> {
    const counts = this.#counts;
    for (let n = 0; n < lines.count; n++) {
      counts.lines += 1;
      if (lines.isClean(n)) {
        counts[lines.isAdd(n) ? 'adds' : 'deletes'] += 1;
        finder?.add(lines.image(n), lines.firstLine + n, lines.offset(n));
        continue;
      }
      const { record, issues, line, offset } = lines.parse(n);
      if (record === undefined) counts.refused += 1;
      else {
        counts[record.operationType === 'ADD' ? 'adds' : 'deletes'] += 1;
        finder?.add(record, line, offset);
      }
      for (const issue of issues) yield this.#count(issue);
    }
  }

  #count(issue: MetaLineIssue): MetaLineIssue {
    this.#counts[issue.severity === 'error' ? 'errors' : 'warnings'] += 1;
    return issue;
  }

  #ofFile(code: MetaFileCode, message: string): MetaLineIssue {
    const severity = severityIn(META_FILE_RULES[code].severity, this.#context.profile);
    return { code, severity, path: [], field: null, message, line: 1, column: 1, offset: 0 };
  }
}
