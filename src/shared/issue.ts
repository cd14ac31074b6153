/** An `error` keeps a thing out of the import; a `warning` lets it pass and says what may go wrong. */
export type Severity = Issue['severity'];

/** Something wrong with the customer's data: returned, never thrown. */
export interface Issue<Code extends string = string> {
  /** Stable: callers branch on it. */
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  /** Where in the thing that was checked: `['region']`, `['width']`. */
  readonly path: readonly (string | number)[];
  /** For people: the value, the limit and the remedy. The wording may change. */
  readonly message: string;
}

/** True when none of the issues is an error. */
export const passes = (issues: readonly Issue[]): boolean =>
  issues.every(({ severity }) => severity !== 'error');
