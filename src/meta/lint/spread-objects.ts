import type { ParsedLine } from '../read/line-reader.ts';
import { META_FILE_RULES } from '../rules/file-rules.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import type { MetaIssueCode } from '../rules/meta-issue-code.ts';

/** What is wrong with a line that is a part of an object. */
const OF_A_PART: readonly MetaIssueCode[] = [
  'META_OBJECT_UNFINISHED',
  'META_LINE_TORN',
  'META_NOT_JSON',
  'META_NOT_OBJECT',
  'META_SEVERAL_OBJECTS',
  'META_BLANK_LINE',
];

const isOfPart = ({ code }: MetaLineIssue): boolean => OF_A_PART.includes(code);

/**
 * Finds objects that stand over several lines, as formatters write them, so that they are reported once and not line by line. An
 * object begins in a line that ends inside it, when the line after is no line of its own either.
 */
export class SpreadObjects {
  #objects = 0;
  #lines = 0;
  #first = { line: 0, offset: 0 };
  /** A line that may be the first of an object: the next line decides. */
  #pending: ParsedLine | undefined;
  #isInside = false;

  /** Whether a line without an error makes a difference. */
  get isOpen(): boolean {
    return this.#isInside || this.#pending !== undefined;
  }

  /** The issues to report once a line without an error was read. */
  takeGood(): readonly MetaLineIssue[] {
    const issues = this.#pending?.issues ?? [];
    this.#pending = undefined;
    this.#isInside = false;
    return issues;
  }

  /** The issues to report once a line with an error or a blank one was read. */
  takeRefused(parsed: ParsedLine, bytes: Uint8Array): readonly MetaLineIssue[] {
    const pending = this.#pending;
    if ((pending !== undefined || this.#isInside) && firstByte(bytes) !== OPEN_BRACE) {
      if (pending !== undefined) this.#begin(pending);
      this.#pending = undefined;
      this.#lines += 1;
      this.#isInside = lastByte(bytes) !== CLOSE_BRACE;
      return [...(pending?.issues ?? []), ...parsed.issues].filter((issue) => !isOfPart(issue));
    }
    const issues = this.takeGood();
    if (parsed.issues.some(({ code }) => code === 'META_OBJECT_UNFINISHED')) {
      this.#pending = parsed;
      return issues;
    }
    return issues.length === 0 ? parsed.issues : [...issues, ...parsed.issues];
  }

  /** After the last line: what is left to report, and one issue for all objects, at the first. */
  *issues(): Generator<MetaLineIssue, void, void> {
    yield* this.takeGood();
    if (this.#objects === 0) return;
    const { severity, message } = META_FILE_RULES.META_OBJECT_OVER_LINES;
    yield {
      code: 'META_OBJECT_OVER_LINES',
      severity,
      path: [],
      field: null,
      message: message(this.#objects, this.#lines),
      line: this.#first.line,
      column: 1,
      offset: this.#first.offset,
    };
  }

  #begin({ line, offset }: ParsedLine): void {
    if (this.#objects === 0) this.#first = { line, offset };
    this.#objects += 1;
    this.#lines += 1;
  }
}

const [SPACE, COMMA, OPEN_BRACE, CLOSE_BRACE] = [0x20, 0x2c, 0x7b, 0x7d];

const firstByte = (bytes: Uint8Array): number | undefined => bytes.find((byte) => byte > SPACE);

const lastByte = (bytes: Uint8Array): number | undefined =>
  bytes.findLast((byte) => byte > SPACE && byte !== COMMA);
