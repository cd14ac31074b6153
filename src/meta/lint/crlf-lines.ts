import { CARRIAGE_RETURN } from '../read/line-fault.ts';
import { issueAt } from '../read/line-reader.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';

/** Counts lines that end with CRLF: where one does, all do as a rule, and a million equal warnings help nobody. */
export class CrlfLines {
  #count = 0;
  #first = { line: 0, offset: 0 };

  add(line: number, offset: number): void {
    if (this.#count === 0) this.#first = { line, offset };
    this.#count += 1;
  }

  /** One issue for all of them, at the first. */
  *issues(): Generator<MetaLineIssue, void, void> {
    if (this.#count === 0) return;
    const issue = issueAt(CARRIAGE_RETURN, this.#first.line, 1, this.#first.offset);
    if (this.#count === 1) yield issue;
    else
      yield {
        ...issue,
        message: `${this.#count} lines end with CRLF, and this one is the first: no document says that the service takes it`,
      };
  }
}
