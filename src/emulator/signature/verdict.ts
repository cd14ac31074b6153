/** Whether a request's signature was accepted. */
export type Verdict = Accepted | Refusal;

interface Accepted {
  readonly ok: true;
  readonly accessKeyId: string;
}

/** The service's answer to a request that it refuses. */
export interface Refusal {
  readonly ok: false;
  readonly status: number;
  /** The service's own code. */
  readonly code: string;
  readonly message: string;
  /** Further fields of the answer, by the service's names. */
  readonly details?: Readonly<Record<string, string>> | undefined;
}
