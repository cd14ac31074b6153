/** Whether a request is what it claims to be. */
export type Verdict = Accepted | Refusal;

interface Accepted {
  readonly ok: true;
  readonly accessKeyId: string;
}

/** What the service answers instead. */
export interface Refusal {
  readonly ok: false;
  readonly status: number;
  /** The service's own code. */
  readonly code: string;
  readonly message: string;
  /** Further fields of the answer, by the service's names. */
  readonly details?: Readonly<Record<string, string>> | undefined;
}
