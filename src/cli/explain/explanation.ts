/** What there is to say of a code. */
export interface Explanation {
  readonly code: string;
  readonly means: string;
  /** `error` or `warning`, where it does not depend on the case. */
  readonly severity?: string | undefined;
  /** The document that says so. */
  readonly source?: string | undefined;
  readonly remedy?: string | undefined;
  /** Lines that break a rule, and that keep it. */
  readonly bad?: string | undefined;
  readonly good?: string | undefined;
}
