/** An `error` keeps an entry out of the import; a `warning` does not, and says what may go wrong. */
export type Severity = Issue['severity'];

/** A fault in the customer's data. Issues are returned, never thrown. */
export interface Issue<Code extends string = string> {
  /** Stable: programs may branch on the code. */
  readonly code: Code;
  /** An error refuses; a warning does not. */
  readonly severity: 'error' | 'warning';
  /** The place in the checked object: `['region']`, `['width']`. */
  readonly path: readonly (string | number)[];
  /** A sentence for people: the value, the limit and the remedy. The wording may change. */
  readonly message: string;
}

/** True when none of the issues is an error. */
export const passes = (issues: readonly Issue[]): boolean =>
  issues.every(({ severity }) => severity !== 'error');
