/** An `error` excludes the item from the import; a `warning` says what may go wrong. */
export type Severity = 'error' | 'warning';

/** A problem of the customer's data. Issues are returned, never thrown. */
export interface Issue<Code extends string = string> {
  /** Stable: callers can compare it. */
  readonly code: Code;
  readonly severity: Severity;
  /** The property that has the problem: `['region']`, `['width']`. */
  readonly path: readonly (string | number)[];
  /** For people: the value, the limit and the next step. The wording may change. */
  readonly message: string;
}

/** Whether no issue is an error. */
export const passes = (issues: readonly Issue[]): boolean =>
  issues.every(({ severity }) => severity !== 'error');
